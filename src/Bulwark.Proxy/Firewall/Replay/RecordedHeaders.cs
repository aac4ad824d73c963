using System.Text.Json;

namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>The headers of an entry: a list of <c>{ "name", "value" }</c> as archives have it, or an object whose values are texts or lists of them.</summary>
internal static class RecordedHeaders
{
    public static List<KeyValuePair<string, string>> Read(EntryFields at, JsonElement request)
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (!request.TryGetProperty("headers", out var recorded) || recorded.ValueKind == JsonValueKind.Null)
            return headers;

        if (recorded.ValueKind == JsonValueKind.Array)
        {
            foreach (var pair in recorded.EnumerateArray())
                Add(headers, at.Text(pair, "name") ?? throw at.Missing("headers: name"), at.Text(pair, "value") ?? "");
        }
        else if (recorded.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in recorded.EnumerateObject())
                AddValues(at, headers, property);
        }
        else
        {
            throw at.Wrong("headers", "is neither an object nor a list");
        }

        return headers;
    }

    private static void AddValues(EntryFields at, List<KeyValuePair<string, string>> headers, JsonProperty property)
    {
        if (property.Value.ValueKind == JsonValueKind.String)
        {
            Add(headers, property.Name, EntryFields.TextOf(property.Value));
            return;
        }

        if (property.Value.ValueKind != JsonValueKind.Array || property.Value.EnumerateArray().Any(value => value.ValueKind != JsonValueKind.String))
            throw at.Wrong("headers", "has a value that is neither a text nor a list of texts");

        foreach (var value in property.Value.EnumerateArray())
            Add(headers, property.Name, EntryFields.TextOf(value));
    }

    /// <summary>Of HTTP/2, archives list the pseudo-headers too; the host is one.</summary>
    private static void Add(List<KeyValuePair<string, string>> headers, string name, string value)
    {
        if (name.StartsWith(':') && name != ":authority")
            return;

        headers.Add(new(name == ":authority" ? "Host" : name, value));
    }
}
