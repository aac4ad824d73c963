namespace Bulwark.Testing.Hostile;

/// <summary>A lenient server behind every target group.</summary>
/// <param name="socket">Path of a tier's socket.</param>
public sealed class LenientTiers(Func<string, string> socket) : IAsyncDisposable
{
    private readonly RecordingTier[] _tiers = [.. new[] { "homeserver", "data-api", "identity", "mcp" }.Select(tier => new RecordingTier(socket(tier)))];

    /// <summary>How many requests have come.</summary>
    public int Count => _tiers.Sum(tier => tier.Requests.Count);

    /// <summary>The requests that such a server would have answered with an admin handler.</summary>
    public IEnumerable<string> Reached => _tiers.SelectMany(tier => tier.Requests).Where(LenientReading.ReachesAdmin).Select(request => string.Join(" | ", request.Head));

    public async ValueTask DisposeAsync()
    {
        foreach (var tier in _tiers)
            await tier.DisposeAsync();
    }
}
