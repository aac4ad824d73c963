using System.Diagnostics;
using Bulwark.Core;

namespace Bulwark.Posture;

/// <summary>One run of <c>bulwark verify</c>.</summary>
public sealed class PostureRun
{
    private const int AtOnce = 16;

    private readonly PostureTarget _target;
    private readonly IReadOnlyList<IProbe> _probes;

    private PostureRun(PostureTarget target, IReadOnlyList<IProbe> probes)
    {
        _target = target;
        _probes = probes;
    }

    /// <summary>Runs the probes, many at once, and applies the sibling rule. It takes well under 15 s even when nothing answers.</summary>
    /// <param name="target">What is probed.</param>
    /// <param name="only">IDs of the wanted probes; null or empty: all. Their siblings run too.</param>
    /// <param name="cancellationToken">Ends the run without a report.</param>
    /// <exception cref="OperatorException">There is no probe of that ID.</exception>
    public static Task<PostureReport> RunAsync(PostureTarget target, IReadOnlyCollection<string>? only, CancellationToken cancellationToken) =>
        RunAsync(target, Select(ProbeTable.All, only ?? []), cancellationToken);

    internal static Task<PostureReport> RunAsync(PostureTarget target, IReadOnlyList<IProbe> probes, CancellationToken cancellationToken) =>
        new PostureRun(target, probes).RunAsync(cancellationToken);

    internal static IReadOnlyList<IProbe> Select(IReadOnlyList<IProbe> probes, IReadOnlyCollection<string> only)
    {
        if (only.Count == 0)
            return probes;

        var unknown = only.FirstOrDefault(id => probes.All(probe => probe.Id != id));
        if (unknown is not null)
            throw new OperatorException($"There is no probe '{unknown}'. The probes are: {string.Join(", ", probes.Select(probe => probe.Id))}.");

        var wanted = probes.Where(probe => only.Contains(probe.Id, StringComparer.Ordinal)).ToList();
        var siblings = wanted.Select(probe => probe.Sibling).ToHashSet(StringComparer.Ordinal);
        return [.. probes.Where(probe => wanted.Contains(probe) || siblings.Contains(probe.Id))];
    }

    private async Task<PostureReport> RunAsync(CancellationToken cancellationToken)
    {
        var startedAt = _target.Time.GetUtcNow();
        var start = Stopwatch.GetTimestamp();
        using var runEnd = new CancellationTokenSource(_target.Limits.Run);
        using var places = new SemaphoreSlim(AtOnce);
        var reports = (await Task.WhenAll(_probes.Where(probe => !probe.RunsAlone).Select(probe => RunAsync(probe, places, runEnd.Token, cancellationToken)))).ToList();
        foreach (var probe in _probes.Where(probe => probe.RunsAlone))
            reports.Add(await RunAsync(probe, places, runEnd.Token, cancellationToken));

        return new PostureReport
        {
            Edge = _target.Edge,
            Origin = _target.Origin,
            StartedAt = startedAt,
            Duration = Stopwatch.GetElapsedTime(start),
            Probes = [.. _probes.Select(probe => BesideSibling(reports.Find(report => report.Probe == probe)!, reports))],
        };
    }

    private async Task<ProbeReport> RunAsync(IProbe probe, SemaphoreSlim places, CancellationToken runEnd, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, runEnd);
        try
        {
            await places.WaitAsync(deadline.Token);
            try
            {
                start = Stopwatch.GetTimestamp();
                deadline.CancelAfter(_target.Limits.Probe);
                return new ProbeReport(probe, await probe.RunAsync(_target, deadline.Token), Stopwatch.GetElapsedTime(start));
            }
            finally
            {
                places.Release();
            }
        }
        catch (OperatorException e)
        {
            return new ProbeReport(probe, ProbeResult.Inconclusive(e.Message), Stopwatch.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProbeReport(probe, ProbeResult.Inconclusive("no result in time"), Stopwatch.GetElapsedTime(start));
        }
    }

    /// <summary>Whoever is refused everywhere has learned nothing: a refusal counts only beside an answer to the sibling.</summary>
    private static ProbeReport BesideSibling(ProbeReport report, IReadOnlyList<ProbeReport> reports)
    {
        if (report.Result.Outcome != ProbeOutcome.Pass || report.Probe.Sibling is not { } siblingId)
            return report;

        var sibling = reports.First(other => other.Probe.Id == siblingId);
        return sibling.Result.Outcome == ProbeOutcome.Pass
            ? report
            : report with { Result = ProbeResult.Inconclusive($"refused, which proves nothing while {siblingId} is not answered: {sibling.Result.Evidence}") };
    }
}
