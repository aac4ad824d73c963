using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>A beginning of some transformation chains: values are transformed once for all chains that begin alike.</summary>
internal sealed class ChainNode(int number, Transformation? last)
{
    public int Number => number;

    /// <summary>The transformation that leads here; null at the root.</summary>
    public Transformation Last => last!;

    /// <summary>Bytes without which <see cref="Last"/> leaves a value as it is.</summary>
    public ByteClasses Triggers { get; } = last?.Triggers ?? default;

    /// <summary>The beginnings that are one transformation longer.</summary>
    public ChainNode[] Children { get; private set; } = [];

    /// <summary>The questions that are asked here; null where every question comes later.</summary>
    public QuestionGroup? Questions { get; set; }

    /// <summary>The beginning that a further transformation leads to.</summary>
    public ChainNode Child(Transformation transformation, List<ChainNode> all)
    {
        if (Array.Find(Children, child => child.Last.Name == transformation.Name) is { } known)
            return known;

        var child = new ChainNode(all.Count, transformation);
        all.Add(child);
        Children = [.. Children, child];
        return child;
    }
}
