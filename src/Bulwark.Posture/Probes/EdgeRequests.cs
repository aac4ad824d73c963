using System.Text;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>What the probes of the edge ask.</summary>
internal static class EdgeRequests
{
    private const string Query = """{"query":"{ lists { id } }"}""";

    /// <summary>An ordinary question and the redirect of the root.</summary>
    public static IReadOnlyList<EdgeRequest> Ordinary { get; } = [new("GET", "/_matrix/client/versions"), new("GET", "/")];

    /// <summary>A path that does not exist, twice: the second answer would come from a cache.</summary>
    public static IReadOnlyList<EdgeRequest> NotThere { get; } = [new("GET", "/_matrix/client/v3/bulwark-probe"), new("GET", "/_matrix/client/v3/bulwark-probe")];

    /// <summary>The redirect of the root, twice.</summary>
    public static IReadOnlyList<EdgeRequest> Root { get; } = [new("GET", "/"), new("GET", "/")];

    /// <summary>What operators and monitoring read, on no public side.</summary>
    public static IReadOnlyList<EdgeRequest> Internal { get; } =
    [
        new("GET", "/metrics"),
        new("GET", "/health"),
        new("GET", "/health/ready"),
        new("GET", "/dev/openapi.json"),
        new("GET", "/v1alpha1/config"),
        new("POST", "/v1alpha1/pg_dump") { Json = "{}" },
        new("GET", "/%6detrics"),
    ];

    /// <summary>GraphQL with tokens that nobody trusted has signed.</summary>
    public static IReadOnlyList<EdgeRequest> ForgedTokens { get; } =
    [
        Forged("""{"alg":"none","typ":"JWT"}""", signature: ""),
        Forged("""{"alg":"HS256","typ":"JWT"}""", signature: "c2lnbmF0dXJl"),
        Forged("""{"alg":"RS256","typ":"JWT","kid":"bulwark-probe"}""", signature: "c2lnbmF0dXJl"),
        new("POST", "/v1/graphql") { Json = Query, Headers = ["X-Hasura-Role: staff", "X-Hasura-User-Id: 1", "X-Hasura-Admin-Secret: bulwark-probe"] },
    ];

    /// <summary>The first message of an MCP client, without a token.</summary>
    public static IReadOnlyList<EdgeRequest> McpWithoutToken { get; } =
    [
        new("POST", "/mcp")
        {
            Json = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"bulwark-verify","version":"1"}}}""",
            Headers = ["Accept: application/json, text/event-stream"],
        },
    ];

    /// <summary>Bodies whose end two servers could see at different places (RFC 9112, section 6.3).</summary>
    public static IReadOnlyList<EdgeRequest> AmbiguousBodies { get; } =
    [
        new("POST", "/_matrix/client/versions") { Headers = ["Transfer-Encoding: chunked", "Content-Length: 4"] },
        new("POST", "/_matrix/client/versions") { Headers = ["Content-Length: 4", "Content-Length: 5"] },
        new("POST", "/_matrix/client/versions") { Headers = ["Transfer-Encoding: chunked", "Transfer-Encoding: identity"] },
        new("POST", "/_matrix/client/versions") { Headers = ["Transfer-Encoding: xchunked"] },
    ];

    /// <summary>A method that would show a script what else the browser sent, and one that would make a tunnel.</summary>
    public static IReadOnlyList<EdgeRequest> Methods { get; } = [new("TRACE", "/"), new("TRACE", "/_matrix/client/versions"), new("CONNECT", "/")];

    /// <summary>Headers of 64 KiB.</summary>
    public static IReadOnlyList<EdgeRequest> HugeHeaders { get; } =
        [new("GET", "/_matrix/client/versions") { Headers = [.. Enumerable.Range(0, 16).Select(number => $"X-Bulwark-Probe-{number}: {new string('a', 4096)}")] }];

    private static EdgeRequest Forged(string header, string signature)
    {
        const string claims = """{"sub":"bulwark-probe","exp":4102444800,"token_use":"id","cognito:groups":["staff"],"https://hasura.io/jwt/claims":{"x-hasura-default-role":"staff","x-hasura-allowed-roles":["staff"]}}""";
        return new("POST", "/v1/graphql") { Json = Query, Headers = [$"Authorization: Bearer {Encode(header)}.{Encode(claims)}.{signature}"] };
    }

    private static string Encode(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
