using System.Diagnostics;
using System.Globalization;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>The edge answers every one of many requests, each on a connection of its own. A pool with one bad member fails one in N.</summary>
internal sealed class EdgeIsStable : IProbe
{
    private const int Requests = 50;

    private static readonly EdgeRequest Request = new("GET", "/_matrix/client/versions");

    public string Id => "edge.stability";

    public string Meaning => $"{Requests} of {Requests} requests are answered";

    public string? Sibling => null;

    public bool RunsAlone => true;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        var times = new List<double>(Requests);
        for (var number = 1; number <= Requests; number++)
        {
            var start = Stopwatch.GetTimestamp();
            var answer = await target.AskEdgeAsync(Request, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (answer is { Kind: AnswerKind.Unreachable } && number == 1)
                return ProbeResult.Inconclusive(answer.Detail);

            if (answer.Http is not { Status: 200 })
                return ProbeResult.Fail($"request {number} of {Requests} answers {answer}, not 200");
        }

        times.Sort();
        return ProbeResult.Pass(string.Create(CultureInfo.InvariantCulture,
            $"{Requests} of {Requests}; p50 {Percentile(times, 50):0.0} ms, p90 {Percentile(times, 90):0.0} ms, p99 {Percentile(times, 99):0.0} ms"));
    }

    /// <summary>The nearest rank.</summary>
    private static double Percentile(List<double> sorted, int percent) => sorted[(int)Math.Ceiling(sorted.Count * percent / 100.0) - 1];
}
