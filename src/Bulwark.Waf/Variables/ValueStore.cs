namespace Bulwark.Waf.Variables;

/// <summary>Named values in the order in which the request gave them; names may repeat. The array is kept for the next request.</summary>
internal sealed class ValueStore
{
    /// <summary>More than this is not kept between requests, so that one request with very many values does not hold its memory for ever.</summary>
    private const int KeptCapacity = 4096;

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

    /// <summary>Puts a value in the place of another; places up to <paramref name="index"/> that do not exist yet become empty ones.</summary>
    public void Set(int index, NamedValue value)
    {
        while (Count <= index)
            Add(default);

        _values[index] = value;
    }

    public void Clear()
    {
        if (_values.Length > KeptCapacity)
            _values = new NamedValue[8];
        else
            _values.AsSpan(0, Count).Clear();

        Count = 0;
    }
}
