"""Every page as a picture, on a desktop and on a phone."""
