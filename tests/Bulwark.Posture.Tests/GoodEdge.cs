namespace Bulwark.Posture.Tests;

/// <summary>An edge that keeps its promises, and one that keeps all but one.</summary>
public static class GoodEdge
{
    public static string Answers(ReceivedRequest request) => request switch
    {
        { Host: var host } when !host.StartsWith("localhost:", StringComparison.Ordinal) => BrokenListener.Response(421),
        { Target: "/_matrix/client/versions" } => BrokenListener.Response(200, body: """{"versions":["v1.11"]}"""),
        { Target: "/" } => BrokenListener.Response(302, "Location: https://example.org/"),
        { Target: "/v1/graphql" } => BrokenListener.Response(200, body: """{"errors":[{"message":"no role"}]}"""),
        { Target: var target } when target.Contains("/register", StringComparison.Ordinal) => BrokenListener.Response(403, body: """{"errcode":"M_FORBIDDEN"}"""),
        _ => BrokenListener.Response(404, body: """{"errcode":"M_UNRECOGNIZED"}"""),
    };

    /// <summary>As above, but requests whose target contains the text get another answer.</summary>
    public static Func<ReceivedRequest, string> Except(string target, string answer) =>
        request => request.Target.Contains(target, StringComparison.Ordinal) ? answer : Answers(request);
}
