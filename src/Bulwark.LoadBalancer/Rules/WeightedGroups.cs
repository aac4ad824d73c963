using Bulwark.LoadBalancer.TargetGroups;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>Target groups that share requests by weight. The shares are kept in any short stretch, not by chance in the long run.</summary>
internal sealed class WeightedGroups
{
    private readonly TargetGroup[] _groups;
    private readonly int[] _bounds;
    private uint _turn;

    /// <summary>One group.</summary>
    public WeightedGroups(TargetGroup group)
        : this([(group, 1)])
    {
    }

    /// <param name="groups">Groups and their weights, of which at least one is above 0.</param>
    public WeightedGroups(IReadOnlyList<(TargetGroup Group, int Weight)> groups)
    {
        var total = 0;
        _groups = [.. groups.Select(group => group.Group)];
        _bounds = [.. groups.Select(group => total += group.Weight)];
    }

    /// <summary>The group of the next request.</summary>
    public TargetGroup Next()
    {
        if (_groups.Length == 1)
            return _groups[0];

        var point = Spread.Below(Interlocked.Increment(ref _turn), _bounds[^1]);
        var index = 0;
        while (point >= _bounds[index])
            index++;

        return _groups[index];
    }
}
