using System.Globalization;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>The server's clock is right as far as this machine's is: tokens and certificates live by it.</summary>
internal sealed class ClocksAgree : IProbe
{
    private static readonly EdgeRequest Request = new("GET", "/");
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(60); // the leeway that tokens get

    public string Id => "edge.clock";

    public string Meaning => "The clocks of edge and prober differ by less than a minute";

    public string? Sibling => null;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        var answer = await target.AskEdgeAsync(Request, cancellationToken);
        if (NoAnswer.Explain(answer, Request.ToString(), ProbeResult.Inconclusive) is { } nothing)
            return nothing;

        if (answer.Http is not { } http || !http.Headers.TryGetValue("Date", out var text) ||
            !DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            return ProbeResult.Inconclusive($"{Request} answers {answer} without a date");
        }

        var skew = (date - target.Time.GetUtcNow()).Duration();
        return skew < MostSkew ? ProbeResult.Pass($"{skew.TotalSeconds:0} s apart") : ProbeResult.Fail($"{skew.TotalSeconds:0} s apart: set the clocks");
    }
}
