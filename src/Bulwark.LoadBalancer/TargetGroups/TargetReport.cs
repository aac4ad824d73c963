using System.Text.Json;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>A target in the answer to <c>GET /target-groups</c>.</summary>
/// <param name="Index">Its place in the group.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="State"><c>healthy</c>, <c>unhealthy</c>, <c>ejected</c> or <c>draining</c>.</param>
/// <param name="Outstanding">Requests under way.</param>
/// <param name="LastError">What last went wrong; null when nothing has.</param>
/// <param name="LastErrorAt">When.</param>
internal sealed record TargetReport(int Index, string Address, string State, int Outstanding, string? LastError, DateTimeOffset? LastErrorAt)
{
    /// <summary>As it stands now.</summary>
    public static TargetReport Of(Target target)
    {
        var state = target.State;
        var error = state.LastError;
        return new(target.Index, state.Address, JsonNamingPolicy.CamelCase.ConvertName(state.Health.ToString()), state.Outstanding, error?.Reason, error?.At);
    }
}
