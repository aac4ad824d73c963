namespace Bulwark.Waf.Variables;

/// <summary>Named values in the order in which the request gave them; names may repeat. The array is kept for the next request.</summary>
internal sealed class ValueStore
{
    private NamedValue[] _values = new NamedValue[8];

    public int Count { get; private set; }

    public ReadOnlySpan<NamedValue> Values => _values.AsSpan(0, Count);

    public ref readonly NamedValue this[int index] => ref Values[index];

    public void Add(NamedValue value)
    {
        if (Count == _values.Length)
            Array.Resize(ref _values, 2 * Count);

        _values[Count++] = value;
    }

    public void Clear()
    {
        _values.AsSpan(0, Count).Clear();
        Count = 0;
    }
}
