using Bulwark.Proxy.Forwarding.Http1;

namespace Bulwark.Proxy.Forwarding.Http2.Hpack;

/// <summary>The fields that the other side has told us to remember (RFC 7541 section 2.3.2). What comes again costs no new strings.</summary>
internal sealed class DynamicTable
{
    /// <summary>What each entry counts beyond its text (RFC 7541 section 4.1).</summary>
    public const int Overhead = 32;

    private readonly (Field Field, int Size)[] _entries;
    private readonly int _limit;
    private int _most;
    private int _newest;
    private int _size;

    /// <param name="limit">How large it may become, as we told the other side.</param>
    public DynamicTable(int limit)
    {
        _entries = new (Field, int)[limit / Overhead];
        (_limit, _most) = (limit, limit);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>An entry; 0 is the newest.</summary>
    public ref readonly Field this[int index] => ref _entries[At(index)].Field;

    /// <summary>Changes how large it may become. False when that is more than we allow.</summary>
    public bool Resize(int most)
    {
        if (most > _limit)
            return false;

        _most = most;
        Evict(0);
        return true;
    }

    /// <summary>Remembers a field. One that is larger than the table empties it (RFC 7541 section 4.4).</summary>
    /// <param name="field">What to remember.</param>
    /// <param name="size">Bytes of name and value as they came.</param>
    public void Add(in Field field, int size)
    {
        size += Overhead;
        Evict(size);
        if (size > _most)
            return;

        _newest = (_newest + 1) % _entries.Length;
        _entries[_newest] = (field, size);
        _size += size;
        Count++;
    }

    private void Evict(int room)
    {
        while (Count > 0 && _size + room > _most)
        {
            ref var oldest = ref _entries[At(Count - 1)];
            _size -= oldest.Size;
            oldest = default;
            Count--;
        }
    }

    private int At(int index) => (_newest - index + _entries.Length) % _entries.Length;
}
