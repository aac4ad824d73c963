using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>Nothing is served without TLS: not on the TLS ports, and not on the ports where others redirect.</summary>
internal sealed class PlainHttpIsClosed : IProbe
{
    public string Id => "edge.plain-http.closed";

    public string Meaning => "Plain HTTP gets no answer";

    public string? Sibling => EdgeServesVersions.ProbeId;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        foreach (var server in TlsPorts(target))
        {
            if (JudgeTlsPort(await AskAsync(target, server.Host, server.Port, cancellationToken), server) is { } result)
                return result;
        }

        foreach (var port in target.PlainHttpPorts)
        {
            if (JudgePlainPort(await AskAsync(target, target.Edge.Host, port, cancellationToken), target, port) is { } result)
                return result;
        }

        return ProbeResult.Pass(target.HasHttpRedirect ? "closed but for the redirect to https that the settings ask for" : "closed");
    }

    private static IEnumerable<Uri> TlsPorts(PostureTarget target) => target.Origin is { } origin ? [target.Edge, origin] : [target.Edge];

    private static Task<Answer> AskAsync(PostureTarget target, string host, int port, CancellationToken cancellationToken) =>
        new RawClient(target.Limits).AskAsync(host, port, offer: null, RawRequest.Http1("GET", "/", target.ServerName), cancellationToken);

    private static ProbeResult? JudgeTlsPort(Answer answer, Uri server) => answer switch
    {
        { Kind: AnswerKind.Unreachable or AnswerKind.Silent } => ProbeResult.Inconclusive($"{server.Authority}: {answer.Detail}"),

        // An error page that says "this port speaks TLS" gives nothing away; content or a redirect does.
        { Http.Status: < 400 } => ProbeResult.Fail($"{server.Authority} answers plain HTTP with {answer}"),
        _ => null,
    };

    private static ProbeResult? JudgePlainPort(Answer answer, PostureTarget target, int port) => answer switch
    {
        // A port that nobody opens, or that a firewall swallows, is closed. The sibling proves that the machine is there.
        { Http: null } => null,
        { Http: { } http } when IsRedirectToUs(http, target) && target.HasHttpRedirect => null,
        { Http: { } http } when target.Data is not null && !IsRedirectToUs(http, target) => null, // another program of this machine
        _ => ProbeResult.Fail($"port {port} answers plain HTTP with {answer}"),
    };

    private static bool IsRedirectToUs(HttpAnswer http, PostureTarget target) =>
        http.Status is >= 300 and < 400 && http.Headers.TryGetValue("Location", out var location) &&
        Uri.TryCreate(location, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.Host == target.ServerName;
}
