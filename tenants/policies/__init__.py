"""The policies of councils: versions, the draft, adopting, and the association's models.

A module a noun; it knows no breach but through the engine's replay, and no HTTP.
"""

from tenants.policies.adoption import SeenVersion, adopt_policy
from tenants.policies.drafts import (
    FromDocument,
    FromModel,
    FromVersionInForce,
    SeenDraft,
    Source,
    discard_draft,
    document_of,
    find_draft,
    policy_in,
    problems_in,
    save_draft,
    start_draft,
)
from tenants.policies.model_policies import (
    PublishedModel,
    answer_model,
    get_model,
    model_to_consider,
    models_for,
)
from tenants.policies.publication import (
    get_published,
    models_published,
    publish_model,
    withdraw_model,
)
from tenants.policies.replay import replay_register
from tenants.policies.versions import (
    Version,
    VersionsPage,
    get_version,
    policy_in_force,
    policy_of,
    take_model_policy,
    versions_of,
)

__all__ = [
    "FromDocument",
    "FromModel",
    "FromVersionInForce",
    "PublishedModel",
    "SeenDraft",
    "SeenVersion",
    "Source",
    "Version",
    "VersionsPage",
    "adopt_policy",
    "answer_model",
    "discard_draft",
    "document_of",
    "find_draft",
    "get_model",
    "get_published",
    "get_version",
    "model_to_consider",
    "models_for",
    "models_published",
    "policy_in",
    "policy_in_force",
    "policy_of",
    "problems_in",
    "publish_model",
    "replay_register",
    "save_draft",
    "start_draft",
    "take_model_policy",
    "versions_of",
    "withdraw_model",
]
