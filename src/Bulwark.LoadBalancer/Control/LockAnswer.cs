using Bulwark.LoadBalancer.MutualTls;
using Bulwark.LoadBalancer.MutualTls.Journal;
using Bulwark.LoadBalancer.MutualTls.Proofs;

namespace Bulwark.LoadBalancer.Control;

/// <summary>The answer to <c>PUT /lock</c>.</summary>
public sealed record LockAnswer
{
    /// <summary>True when the mode is in force now.</summary>
    public required bool IsSet { get; init; }

    /// <summary>Why it is not, in one sentence; null when it is.</summary>
    public string? Refusal { get; init; }

    /// <summary>The listener.</summary>
    public required string Listener { get; init; }

    /// <summary>The mode before.</summary>
    public required MutualTlsMode Before { get; init; }

    /// <summary>The mode that was asked for.</summary>
    public required MutualTlsMode Mode { get; init; }

    /// <summary>The mode of the settings, which the next start or apply puts into force.</summary>
    public required MutualTlsMode Declared { get; init; }

    /// <summary>What came of trying the mode with each edge identity; empty when it shuts nobody out.</summary>
    public IReadOnlyList<ProofResult> Proof { get; init; } = [];

    /// <summary>Whom <c>audit</c> has seen on this listener that the mode refuses.</summary>
    public IReadOnlyList<AuditEntry> WouldBeRefused { get; init; } = [];

    /// <summary>Open connections that have to end.</summary>
    public int Ending { get; init; }

    /// <summary>How long they may go on, in seconds.</summary>
    public double GraceSeconds { get; init; }

    /// <summary>How long it took to put the mode into force and to judge every open connection, in milliseconds; without the trial.</summary>
    public double Milliseconds { get; init; }
}
