using Bulwark.Waf.Text;

namespace Bulwark.Waf.Operators;

/// <summary>What the last operator that matched captured: the whole match as 0, groups as 1 to 9, for <c>TX:0</c> to <c>TX:9</c>.</summary>
/// <remarks>It holds copies, so they outlive the value.</remarks>
internal sealed class Captures
{
    public const int Capacity = 10;

    private readonly ByteBuffer _bytes = new();
    private readonly (int Start, int Length)[] _ranges = new (int, int)[Capacity];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int index] => _bytes.WrittenSpan.Slice(_ranges[index].Start, _ranges[index].Length);

    public void Clear()
    {
        Count = 0;
        _bytes.Clear();
    }

    /// <summary>Forgets everything, and gives back what large values have taken.</summary>
    public void Shrink()
    {
        Count = 0;
        _bytes.Shrink();
    }

    /// <summary>Adds the next group; a group that took no part in the match is added empty. What goes beyond <see cref="Capacity"/> is left out.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        if (Count == Capacity)
            return;

        _ranges[Count++] = (_bytes.Length, value.Length);
        _bytes.Append(value);
    }
}
