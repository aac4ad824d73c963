using System.Text.Json;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Waf.Acl.Rates;

/// <summary>The counts of a rate-based rule, with what they are counts of: a web ACL that takes the place of another goes on with those whose rule is the same.</summary>
internal sealed class RateCounts
{
    private readonly string _identity;
    private Lazy<RateTable> _table;

    /// <param name="path">Where the rule stands, by names and not by numbers.</param>
    /// <param name="options">The rule.</param>
    /// <param name="window">Its window.</param>
    /// <param name="time">The clock.</param>
    public RateCounts(string path, RateBasedOptions options, RateWindow window, TimeProvider time)
    {
        // Another limit means that the same counts are compared with another number.
        _identity = $"{path} {JsonSerializer.Serialize(options with { Limit = 0 }, RateJson.Default.RateBasedOptions)}";
        _table = new Lazy<RateTable>(() => new RateTable(window, time)); // 4 MiB, which nobody needs who only checks settings
    }

    /// <summary>Where requests are counted.</summary>
    public RateTable Table => Volatile.Read(ref _table).Value;

    /// <summary>Goes on with what one of the others has counted, if it counts the same.</summary>
    public void KeepFrom(IReadOnlyList<RateCounts> others)
    {
        foreach (var other in others)
        {
            if (other._identity == _identity)
                Volatile.Write(ref _table, Volatile.Read(ref other._table));
        }
    }
}
