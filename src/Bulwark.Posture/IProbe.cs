namespace Bulwark.Posture;

/// <summary>One promise of the runbook, checked from outside over the public protocol.</summary>
public interface IProbe
{
    /// <summary>Stable name, for <c>--only</c> and for reports: <c>origin.mtls.no-certificate</c>.</summary>
    string Id { get; }

    /// <summary>The promise, as a sentence.</summary>
    string Meaning { get; }

    /// <summary>
    /// For a probe that wants to be refused: the probe that wants to be answered at the same place. Without its answer a refusal proves nothing, because
    /// a dead server refuses everything.
    /// </summary>
    string? Sibling { get; }

    /// <summary>The probe wants to be refused.</summary>
    bool IsRefusal => Sibling is not null;

    /// <summary>The probe runs after all others and beside none: it measures time, or uses up what others need.</summary>
    bool RunsAlone => false;

    /// <summary>Looks once.</summary>
    /// <exception cref="Core.OperatorException">Something that the probe needs cannot be used; the run reports it as inconclusive.</exception>
    Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken);
}
