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
}
