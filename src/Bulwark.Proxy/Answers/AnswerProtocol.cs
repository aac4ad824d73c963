namespace Bulwark.Proxy.Answers;

/// <summary>The protocol in whose words a client is refused.</summary>
public enum AnswerProtocol
{
    /// <summary>A bare status, with one line of text at most.</summary>
    Plain,

    /// <summary>Matrix: <c>{"errcode", "error"}</c>, readable by browsers of any origin.</summary>
    Matrix,

    /// <summary>GraphQL over HTTP: <c>{"errors": [...]}</c>.</summary>
    GraphQL,

    /// <summary>The other paths of Hasura: <c>{"path", "error", "code"}</c>.</summary>
    Hasura,

    /// <summary>OAuth 2: <c>{"error", "error_description"}</c> (RFC 6749 section 5.2).</summary>
    OAuth,

    /// <summary>The JSON API of Cognito: <c>{"__type", "message"}</c>.</summary>
    Cognito,

    /// <summary>MCP: a JSON-RPC error without the ID of a request.</summary>
    Mcp,
}
