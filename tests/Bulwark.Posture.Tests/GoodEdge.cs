namespace Bulwark.Posture.Tests;

/// <summary>An edge that keeps its promises, and one that keeps all but one.</summary>
public static class GoodEdge
{
    private const string Always =
        "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\nX-Request-Id: 0123456789abcdef\r\nCache-Control: no-store\r\nAccess-Control-Allow-Origin: *";

    public static string Answers(ReceivedRequest request) => request switch
    {
        { Host: var host } when !host.StartsWith("localhost:", StringComparison.Ordinal) => Response(421),
        { ServerName: not "localhost" } => Response(421),
        { Method: "TRACE" or "CONNECT" } => Response(405),
        { Headers: var headers } when headers.Sum(line => line.Length) > 32 * 1024 => Response(431),
        { Headers: var headers } when headers.Any(line => line.StartsWith("Transfer-Encoding:", StringComparison.Ordinal)) || headers.Count(IsContentLength) > 1 => Response(400),
        { Target: "/_matrix/client/versions" } => Response(200, body: """{"versions":["v1.11"]}"""),
        { Target: "/" } => Response(302, "Location: https://example.org/"),
        { Target: "/v1/graphql" } => Response(200, body: """{"errors":[{"message":"no role"}]}"""),
        { Target: "/mcp" } => Response(401, "WWW-Authenticate: Bearer resource_metadata=\"https://localhost/.well-known/oauth-protected-resource/mcp\""),
        { Target: var target } when target.Contains("/register", StringComparison.Ordinal) => Response(403, body: """{"errcode":"M_FORBIDDEN"}"""),
        _ => Response(404, body: """{"errcode":"M_UNRECOGNIZED"}"""),
    };

    /// <summary>As above, and every fifth attempt to log in is one too many.</summary>
    public static Func<ReceivedRequest, string> Limiting()
    {
        var attempts = 0;
        return request => !request.Target.EndsWith("/login", StringComparison.Ordinal) ? Answers(request)
            : Interlocked.Increment(ref attempts) % 5 == 0 ? Response(429, "Retry-After: 10") : Response(400);
    }

    /// <summary>As above, but requests whose target contains the text get another answer.</summary>
    public static Func<ReceivedRequest, string> Except(string target, string answer) =>
        request => request.Target.Contains(target, StringComparison.Ordinal) ? answer : Answers(request);

    /// <summary>An answer with the headers that every answer of a good edge has.</summary>
    public static string Response(int status, string header = "X-Test: yes", string body = "") =>
        BrokenListener.Response(status, $"{Always}\r\n{header}\r\nDate: {DateTimeOffset.UtcNow:r}", body);

    private static bool IsContentLength(string line) => line.StartsWith("Content-Length:", StringComparison.Ordinal);
}
