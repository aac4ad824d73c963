using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;

namespace Bulwark.LoadBalancer.Control;

/// <summary>The lock of one listener.</summary>
public sealed record ListenerLockView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it listens.</summary>
    public required string? Address { get; init; }

    /// <summary>The mode of the settings, which the next start or apply puts into force.</summary>
    public required MutualTlsMode Declared { get; init; }

    /// <summary>The mode in force.</summary>
    public required MutualTlsMode Live { get; init; }

    /// <summary>When an operator set it at run time; null: the settings did.</summary>
    public required DateTimeOffset? SetAt { get; init; }

    /// <summary>User ID of the process that set it.</summary>
    public required int? SetByUserId { get; init; }

    /// <summary>Process ID of the process that set it.</summary>
    public required int? SetByProcessId { get; init; }

    /// <summary>Open connections.</summary>
    public required int Connections { get; init; }

    /// <summary>Those of them whose peers have not proved who they are; <c>verify</c> ends them.</summary>
    public required int Strangers { get; init; }

    /// <summary>The revocation lists that certificates are looked up in.</summary>
    public required IReadOnlyList<RevocationListState> RevocationLists { get; init; }

    internal static ListenerLockView Of(LockedListener listener)
    {
        var (setup, policy, chosen) = listener.State;
        return new ListenerLockView
        {
            Name = listener.Name,
            Address = listener.Bound?.EndPoint?.ToString(),
            Declared = setup.Policy.Mode,
            Live = policy.Mode,
            SetAt = chosen?.At,
            SetByUserId = chosen?.By.UserId,
            SetByProcessId = chosen?.By.ProcessId,
            Connections = listener.Connections.Count,
            RevocationLists = policy.RevocationLists,
            Strangers = listener.Connections.All.Count(open => !open.Admission.IsVerified),
        };
    }
}
