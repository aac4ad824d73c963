using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations;

/// <summary>Transformations in the order in which a rule names them. There is one object for each chain of a rule set; it knows the chain it prolongs.</summary>
internal sealed class TransformationChain
{
    private readonly Transformation[] _transformations;

    /// <summary>The empty chain.</summary>
    public TransformationChain() => _transformations = [];

    public TransformationChain(int number, TransformationChain prefix, Transformation last)
    {
        Number = number;
        Prefix = prefix;
        Triggers = prefix.Triggers | last.Triggers;
        _transformations = [.. prefix._transformations, last];
    }

    /// <summary>A small number, for arrays; a chain's prefix has a smaller one. The empty chain is 0.</summary>
    public int Number { get; }

    /// <summary>The chain without its last transformation; null for the empty chain.</summary>
    public TransformationChain? Prefix { get; }

    /// <summary>A value that holds none of these passes the whole chain unchanged.</summary>
    public ByteClasses Triggers { get; }

    public ReadOnlySpan<Transformation> Transformations => _transformations;

    /// <summary>The last transformation; null for the empty chain.</summary>
    public Transformation? Last => _transformations.LastOrDefault();

    /// <summary>Whether a value with these bytes surely passes the whole chain unchanged. False says nothing.</summary>
    public bool CannotChange(ByteClasses present) => (present & Triggers) == ByteClasses.None;

    /// <summary>Passes a value through the whole chain. The result is the value itself, or lies in one of the buffers and is valid until their next use.</summary>
    public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> value, ByteBuffer first, ByteBuffer second)
    {
        foreach (var transformation in _transformations)
        {
            first.Clear();
            if (!transformation.TryTransform(value, first))
                continue;

            value = first.WrittenSpan;
            (first, second) = (second, first); // what was just written is the next step's input
        }

        return value;
    }

    public override string ToString() => string.Join(',', _transformations.Select(transformation => $"t:{transformation.Name}"));
}
