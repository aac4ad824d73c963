using Bulwark.Waf.Text;

namespace Bulwark.Waf.Bodies;

/// <summary>The names inside all containers of a text (keys of objects, attributes of elements), to find a container that gives one twice.
/// Its size is bounded by the text's.</summary>
internal sealed class NameSet
{
    private const int KeptCapacity = 1024;

    private int[] _buckets = new int[64];
    private Entry[] _entries = new Entry[64];
    private int _count;

    /// <summary>Adds a name in container number <paramref name="container"/>.</summary>
    /// <returns>Whether it is the first of that name there.</returns>
    public bool TryAdd(int container, ByteSlice name)
    {
        var hash = Hash(container, name.Span);
        for (var at = _buckets[hash & (_buckets.Length - 1)]; at != 0; at = _entries[at - 1].Next)
        {
            ref readonly var entry = ref _entries[at - 1];
            if (entry.Hash == hash && entry.Container == container && entry.Name.Span.SequenceEqual(name.Span))
                return false;
        }

        if (_count == _entries.Length)
            Grow();

        ref var bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _entries[_count++] = new Entry(hash, bucket, container, name);
        bucket = _count;
        return true;
    }

    public void Clear()
    {
        if (_entries.Length > KeptCapacity)
        {
            _buckets = new int[64];
            _entries = new Entry[64];
        }
        else if (_count > 0)
        {
            _buckets.AsSpan().Clear();
            _entries.AsSpan(0, _count).Clear();
        }

        _count = 0;
    }

    /// <summary>Seeded by the process, so that nobody can choose names that meet in one bucket.</summary>
    private static int Hash(int container, ReadOnlySpan<byte> name)
    {
        var hash = default(HashCode);
        hash.Add(container);
        hash.AddBytes(name);
        return hash.ToHashCode();
    }

    private void Grow()
    {
        Array.Resize(ref _entries, 2 * _entries.Length);
        _buckets = new int[_entries.Length];
        for (var i = 0; i < _count; i++)
        {
            ref var bucket = ref _buckets[_entries[i].Hash & (_buckets.Length - 1)];
            _entries[i] = _entries[i] with { Next = bucket };
            bucket = i + 1;
        }
    }

    private readonly record struct Entry(int Hash, int Next, int Container, ByteSlice Name);
}
