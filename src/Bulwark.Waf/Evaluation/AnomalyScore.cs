using Bulwark.Waf.Text;

namespace Bulwark.Waf.Evaluation;

/// <summary>Reads what rules of the Core Rule Set have added up, under the names of its version 3 and of its version 4.</summary>
/// <param name="names">The slots of <c>TX</c>.</param>
/// <remarks>Levels of paranoia that are asked and do not decide add up too, so a score can be above the threshold while nothing is refused.</remarks>
internal sealed class AnomalyScore(NameIndex names)
{
    private readonly int[] _version3 = Slots(names, "anomaly_score_pl");
    private readonly int[] _version4 = Slots(names, "inbound_anomaly_score_pl");
    private readonly int _threshold = Slot(names, "inbound_anomaly_score_threshold");

    /// <summary>What the rules about requests have added up so far. Rules that serve both versions add to both scores.</summary>
    public int Of(TxCollection tx) => Math.Max(Sum(tx, _version3), Sum(tx, _version4));

    /// <summary>The score at which a request is refused; null where no rule has set one.</summary>
    public int? ThresholdOf(TxCollection tx) => _threshold >= 0 && tx.TryGet(_threshold, out var value) ? NumberText.Parse(value.Span) : null;

    private static int Sum(TxCollection tx, int[] slots)
    {
        var sum = 0;
        foreach (var slot in slots)
            sum += tx.TryGet(slot, out var value) ? NumberText.Parse(value.Span) : 0;

        return sum;
    }

    private static int[] Slots(NameIndex names, string prefix) => [.. Enumerable.Range(1, 4).Select(level => Slot(names, $"{prefix}{level}")).Where(slot => slot >= 0)];

    private static int Slot(NameIndex names, string name) => names.TryFind(ByteSlice.Of(name).Span, out var slot) ? slot : -1;
}
