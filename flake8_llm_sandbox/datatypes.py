"""What a library of clients offers beside them: exceptions, constants, enumerations, classes that only hold data."""

from __future__ import annotations

import re
import sys
from enum import Enum
from functools import lru_cache

MODULES = frozenset(
    """constants enums errors exc exception exceptions models schema schemas type_defs types typing version""".split()
)
# What a class does with its last word, or with any word, if it holds no data.
ACTING = frozenset(
    """Adapter Agent Api App Application Assistant Bot Browser Bucket Channel Chat Chrome Client Cluster Connect Connection
    Connector Consumer Context Crawler Cursor Database Dispatcher Downloader Driver Edge Embeddings Engine Executor Factory
    Fetcher Firefox Gateway Handler Host Listener Loader Mailer Manager Pipeline Pool Process Producer Proxy Publisher Pusher
    Queue Reader Receiver Repo Repository Resource Router Runner Runtime Safari Sender Server Service Session Shell Socket Spider Storage
    Store Stub Subscriber Table Topic Transport Tunnel Updater Uploader Watch Webhook Worker Writer""".split()
)
HOLDING = frozenset(
    """Action Alias Attachment Attribute Block Body Button By Call Capabilities Category Choice Choices Chunk Citation Code
    Color Colour Column Command Condition Config Configuration Content Cookie Count Data Definition Delta Details Dict
    Document Embed Entity Entry Enum Event Field Filter Flags Format Function Header Headers Id Info
    Input Intents Item Items Key Keyboard Keys Kind Label Level Limits List Location Log Map Markup Media Message Meta
    Metadata Mode Name Node Object Operation Option Options Output Param Parameter Parameters Params Part
    Payload Permission Permissions Point Policy Position Preference Prompt Property Query Range Reaction Reason Record Reference Region
    Reply Request Response Result Results Retry Role Row Schema Score Section Selector Settings Size Spec State Stats Status
    Step Style Subscript Summary Tag Template Text Thumbnail Time Timeout Token Tokens Tool Type Types Union Update Url Usage Use
    User Value Values Vector Version View""".split()
)
FAULT = re.compile(r"(?:Error|Exception|Warning|Fault|Interrupt)s?$|^(?:all_errors|error)$")


TELLING = frozenset({"__all__", "__author__", "__doc__", "__file__", "__name__", "__version__"})


# Parts of such libraries that only compute, or prepare: what they make is told of where a client gets it.
COMPUTING = frozenset(
    """BaseHTTPServer.BaseHTTPRequestHandler aiohttp.web azure.core.credentials boto3.dynamodb.conditions boto3.dynamodb.types botocore.config botocore.stub discord.utils http.server.BaseHTTPRequestHandler
    kubernetes.utils.parse_quantity kubernetes.utils.quantity litellm.completion_cost litellm.cost_per_token litellm.decode
    litellm.encode litellm.get_llm_provider litellm.get_max_tokens litellm.get_model_info
    litellm.get_supported_openai_params litellm.model_cost litellm.register_model litellm.supports_function_calling
    litellm.supports_reasoning litellm.supports_response_schema litellm.supports_vision litellm.token_counter mistralai.extra
    openai.lib.streaming openai.pydantic_function_tool psycopg.rows psycopg.sql pyiceberg.catalog.Catalog.identifier_to_database
    pyiceberg.catalog.Catalog.identifier_to_tuple pyiceberg.catalog.Catalog.namespace_from
    pyiceberg.catalog.Catalog.namespace_to_string pyiceberg.catalog.Catalog.table_name_from sentry_sdk.add_breadcrumb
    sentry_sdk.get_current_scope sentry_sdk.get_isolation_scope sentry_sdk.isolation_scope sentry_sdk.new_scope
    sentry_sdk.push_scope sentry_sdk.set_context sentry_sdk.set_extra sentry_sdk.set_tag sentry_sdk.set_tags
    pydantic_ai.Agent.instrument_all sentry_sdk.set_user sentry_sdk.start_span slack_sdk.signature stripe.Webhook urllib.request.pathname2url
    urllib.request.url2pathname""".split()
)


class Kind(Enum):
    """What a name inside a library of clients is: `PASSIVE` is a class of which only the methods may do something."""

    DATA = "data"
    PASSIVE = "passive"
    ACTING = "acting"


def is_fault(parts: tuple[str, ...]) -> bool:
    """Return whether ``parts``, a name inside a library, is an exception, or tells of the library itself."""
    return bool(FAULT.search(parts[-1])) or parts[-1] in TELLING


@lru_cache(maxsize=4096)
def kind(library: str, parts: tuple[str, ...]) -> Kind:
    """Return what the name ``parts`` inside ``library`` is, by its place and its shape.

    Most classes of such libraries hold data. Clients have a word for what they do, the name of the library, or the
    abbreviation of a protocol.
    """
    if is_fault(parts) or not MODULES.isdisjoint(parts):
        return Kind.DATA
    name = next((part for part in parts if part[:1].isupper()), "")
    words = re.findall(r"[A-Z][a-z]+|[A-Z]+(?![a-z])", name)
    if not words or name.isupper() or (parts[-1] != name and parts[-1][:1].islower()):
        return Kind.ACTING
    if words[-1] in HOLDING:
        return Kind.DATA
    root = library.partition(".")[0].replace("_", "")
    is_named = len(root) > 3 and (root in name.lower() or name.lower() in root)
    acts = is_named or not ACTING.isdisjoint(words) or root in sys.stdlib_module_names
    return Kind.ACTING if acts else Kind.PASSIVE
