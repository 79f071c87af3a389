"""Letters as mail systems bring them back, written for the tests after RFC 3464 and after habit."""


def _crlf(text: str) -> bytes:
    return text.strip().replace("\n", "\r\n").encode() + b"\r\n"


def _report(action: str, status: str, said: str) -> bytes:
    return _crlf(f"""
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: bounces@council-association.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain; charset=us-ascii

{said}

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Fri, 20 Nov 2026 18:40:01 +0000

Final-Recipient: rfc822; clerk@testham.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--edge
Content-Type: text/rfc822-headers

Subject: Testham: breach 2026-001 reported
--edge--
""")


FAILED = _report("failed", "5.1.1", "550 5.1.1 The mailbox is not there")
FAILED_BY_POLICY = _report("Failed", "5.7.1 (refused)", "550 5.7.1 Not from outside")
DELAYED = _report("delayed", "4.4.1", "We try for four more days; 5.0.0 is not said yet")
UNKNOWN_CODE = _report("failed", "not known", "It did not work")
FAILED_IN_PROSE = _crlf("""
From: MAILER-DAEMON@old.example
Subject: failure notice

Sorry, the message could not be given to clerk@testham.example at 5.1.1.20.
Remote host said: 550 #5.1.1 no mailbox here by that name

--- Below this line is a copy of the message.
Subject: Testham: breach 2026-001 reported
""")
DELAYED_IN_PROSE = _crlf("""
From: Postmaster <postmaster@old.example>
Subject: Warning: could not send message for past 4 hours

451 4.4.1 The other side does not answer. You need not send it again.
""")
AUTO_REPLY = _crlf("""
From: Clerk <clerk@testham.example>
Subject: Out of office
Auto-Submitted: auto-replied

I am away until Monday. For the hall, see version 5.1.1 of the price list.
""")
RUBBISH = b"\xff\xfe\x00Content-Type: multipart/report; boundary=\r\n\r\n--\r\n\x80\x81 5.1.1 \r\n"
