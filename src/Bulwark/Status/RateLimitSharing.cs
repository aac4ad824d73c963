using System.Text.Json;

namespace Bulwark.Status;

/// <summary>One line about the sharing of counts, of what a tier says of its rate limits.</summary>
internal static class RateLimitSharing
{
    /// <summary>Nothing when the instance is meant to count alone.</summary>
    public static string Describe(JsonElement limits)
    {
        if (limits.ValueKind != JsonValueKind.Object || !limits.TryGetProperty("sharing", out var sharing))
            return "";

        return sharing.ValueKind switch
        {
            JsonValueKind.True => "Counted together with other instances over Redis.\n",
            JsonValueKind.False => $"Counted by this instance alone, because of Redis: {limits.GetProperty("sharingProblem").GetString()}.\n",
            _ => "",
        };
    }
}
