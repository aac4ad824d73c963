using System.Diagnostics.CodeAnalysis;
using Bulwark.Homeserver.Protocol;

namespace Bulwark.Homeserver.Rooms;

/// <summary>What became of a change.</summary>
/// <param name="EventId">The last event that it added and that is durable now; null when it was refused or added none.</param>
/// <param name="Refusal">Why it was refused.</param>
internal readonly record struct RoomOutcome(string? EventId, MatrixError? Refusal)
{
    /// <summary>True with the refusal to answer with.</summary>
    public bool IsRefused([NotNullWhen(true)] out MatrixError? refusal)
    {
        refusal = Refusal;
        return refusal is not null;
    }
}
