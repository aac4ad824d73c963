using System.Collections.Frozen;
using Bulwark.Proxy.Firewall.Journal;

namespace Bulwark.Proxy.Firewall.Samples;

/// <summary>
/// The variables that samples are taken of: single fields whose name is known word by word, and no secret's. Variables that hold a whole request line, query, path or body are never among
/// them, because no name tells what lies in them; nor are names, cookies, and what rules have computed.
/// </summary>
internal static class SampledPlaces
{
    private static readonly FrozenSet<string> Fields = new[] { "ARGS", "ARGS_GET", "ARGS_POST", "FILES", "MULTIPART_FILENAME" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Headers =
        new[] { "User-Agent", "Accept", "Accept-Language", "Content-Type", "Host", "Origin" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether samples of a variable may be taken.</summary>
    /// <param name="variable">The variable with its selector: <c>ARGS_POST:json.content.body</c>.</param>
    public static bool Has(string variable)
    {
        var colon = variable.IndexOf(':');
        if (colon < 0)
            return false;

        var (collection, selector) = (variable[..colon], variable[(colon + 1)..]);
        if (collection == "REQUEST_HEADERS")
            return Headers.Contains(selector);

        return Fields.Contains(collection) && selector.Length > 0 && LoggedNames.IsKnown(variable) && !LoggedNames.IsSecret(variable);
    }
}
