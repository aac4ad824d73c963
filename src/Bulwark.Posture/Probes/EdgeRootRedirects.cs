using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>The root shows nothing of ours: it sends visitors to the landing page.</summary>
internal sealed class EdgeRootRedirects : IProbe
{
    private static readonly EdgeRequest Request = new("GET", "/");

    public string Id => "edge.root.redirect";

    public string Meaning => "The root is a 302 to the landing page";

    public string? Sibling => null;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        var answer = await target.AskEdgeAsync(Request, cancellationToken);
        if (NoAnswer.Explain(answer, Request.ToString(), ProbeResult.Fail) is { } nothing)
            return nothing;

        return answer.Http is { Status: 302 } http && http.Headers.TryGetValue("Location", out var location)
            ? ProbeResult.Pass($"{Request} answers 302 to {location}")
            : ProbeResult.Fail($"{Request} answers {answer}, not 302 with a location");
    }
}
