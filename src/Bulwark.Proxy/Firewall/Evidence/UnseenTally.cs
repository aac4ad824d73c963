using System.Text.Json;
using Bulwark.Proxy.Firewall.Exclusions;

namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>Adds up what rules did not look at. It grows with the number of exclusions that were in force, never with that of lines.</summary>
internal sealed class UnseenTally
{
    private readonly Dictionary<(string? Exclusion, int? Rule, string? JsonPath), UnseenLinePlace> _places = [];
    private long _bytes;

    public void Add(LoggedUnseen line)
    {
        _bytes += line.Bytes;
        foreach (var place in line.Places)
        {
            var key = (place.Exclusion is { } exclusion ? JsonSerializer.Serialize(exclusion, EvidenceJson.Default.FirewallExclusionOptions) : null, place.Rule, place.JsonPath);
            _places[key] = _places.TryGetValue(key, out var before) ? before with { Requests = before.Requests + place.Requests, Bytes = before.Bytes + place.Bytes } : place;
        }
    }

    /// <summary>Those that leave most unseen first.</summary>
    public IReadOnlyList<EvidenceUnseen> ToReport() =>
    [
        .. _places
            .OrderByDescending(pair => pair.Value.Bytes)
            .ThenBy(pair => pair.Key.Exclusion, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Rule)
            .Select(pair => pair.Value)
            .Select(place => new EvidenceUnseen(place.Exclusion, place.Rule, place.JsonPath, place.Requests, place.Bytes, _bytes == 0 ? 0 : (double)place.Bytes / _bytes)),
    ];
}
