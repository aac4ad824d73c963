namespace Bulwark.Waf.Evaluation;

/// <summary>How much inspecting one transaction may cost, in bytes that are looked at: the length of a value for each time that something looks at it.</summary>
/// <remarks>It counts what is asked, never how long the answer took or what was cached, so the same request always costs the same.</remarks>
internal sealed class EvaluationBudget
{
    /// <summary>What one question costs beside the bytes it is about.</summary>
    private const int Question = 16;

    private long _left;

    public bool IsExceeded => _left < 0;

    /// <summary>What has been spent.</summary>
    public long Spent { get; private set; }

    public void Reset(long total)
    {
        _left = total;
        Spent = 0;
    }

    public void Add(long more)
    {
        if (!IsExceeded)
            _left += more;
    }

    /// <summary>Takes what it costs to look at a value of that length.</summary>
    /// <returns>Whether there was enough left.</returns>
    public bool TryTake(int length)
    {
        Spent += length + Question;
        _left -= length + Question;
        return _left >= 0;
    }

    /// <summary>Spends everything: something had to be left out.</summary>
    public void Exhaust() => _left = -1;
}
