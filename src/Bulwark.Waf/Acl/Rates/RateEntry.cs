using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bulwark.Waf.Acl.Rates;

/// <summary>The requests of one key, in each step of the window and in the step that is just leaving it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct RateEntry
{
    /// <summary>In how many steps a window moves.</summary>
    public const int Steps = 10;

    private StepCounts _counts;
    private long _step;

    /// <summary>The hash of the key; 0 for a place that is free.</summary>
    public UInt128 Key { get; init; }

    /// <summary>Forgets what has left the window.</summary>
    public void MoveTo(long step)
    {
        if (step - _step > Steps)
            _counts = default;

        for (var gone = Math.Max(_step, step - Steps) + 1; gone <= step; gone++)
            _counts[(int)(gone % (Steps + 1))] = 0;

        _step = Math.Max(_step, step);
    }

    public void Add(long step)
    {
        MoveTo(step);
        ref var count = ref _counts[(int)(_step % (Steps + 1))];
        if (count < uint.MaxValue)
            count++;
    }

    /// <summary>How many requests are in the window.</summary>
    /// <param name="part">Which part of the current step has passed, 0 to 1.</param>
    public readonly double Estimate(double part)
    {
        double sum = 0;
        for (var i = 0; i <= Steps; i++)
            sum += _counts[i];

        return sum - (_counts[(int)((_step + 1) % (Steps + 1))] * part);
    }

    [InlineArray(Steps + 1)]
    private struct StepCounts
    {
        private uint _first;
    }
}
