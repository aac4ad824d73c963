namespace Bulwark.Posture.Tests;

/// <summary>A load balancer that keeps its promises to whoever it lets in.</summary>
public static class GoodOrigin
{
    public static string Answers(ReceivedRequest request) => request switch
    {
        { Host: not ("localhost" or "chat.example.org") } => BrokenListener.Response(421),
        { Host: var host, ServerName: var name } when host != name => BrokenListener.Response(421),
        { Target: "/" } => BrokenListener.Response(302, "Location: https://example.org/"),
        _ => BrokenListener.Response(404),
    };

    /// <summary>As above, and every fifth attempt to log in is one too many.</summary>
    public static Func<ReceivedRequest, string> Limiting()
    {
        var attempts = 0;
        return request => !request.Target.EndsWith("/login", StringComparison.Ordinal) ? Answers(request)
            : Interlocked.Increment(ref attempts) % 5 == 0 ? BrokenListener.Response(429, "Retry-After: 10") : BrokenListener.Response(400);
    }
}
