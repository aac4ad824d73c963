using System.Diagnostics.CodeAnalysis;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Evaluation;

/// <summary>Gives names numbers from 0 upwards. ASCII letters are compared without case, as SecLang compares the names of <c>TX</c>.</summary>
/// <remarks>Once nothing is added any more, it may be read by all threads at once.</remarks>
internal sealed class NameIndex
{
    private int[] _buckets = new int[64]; // 1 more than the number of the last name of that hash; 0 for none
    private Entry[] _entries = new Entry[32];

    public int Count { get; private set; }

    public ByteSlice this[int number] => _entries[number].Name;

    public bool TryFind(ReadOnlySpan<byte> name, [MaybeNullWhen(false)] out int number)
    {
        number = Find(name, HashOf(name));
        return number >= 0;
    }

    /// <summary>The number of the name, which is added if it is new. The bytes are not copied.</summary>
    public int FindOrAdd(ByteSlice name)
    {
        var hash = HashOf(name.Span);
        var number = Find(name.Span, hash);
        return number >= 0 ? number : Add(name, hash);
    }

    public void Clear()
    {
        if (Count == 0)
            return;

        _buckets.AsSpan().Clear();
        _entries.AsSpan(0, Count).Clear();
        Count = 0;
    }

    private int Find(ReadOnlySpan<byte> name, uint hash)
    {
        for (var at = _buckets[hash % (uint)_buckets.Length] - 1; at >= 0; at = _entries[at].Next)
        {
            if (_entries[at].Hash == hash && NameText.AreEqual(_entries[at].Name.Span, name))
                return at;
        }

        return -1;
    }

    private int Add(ByteSlice name, uint hash)
    {
        if (Count == _entries.Length)
            Grow();

        ref var bucket = ref _buckets[hash % (uint)_buckets.Length];
        _entries[Count] = new Entry(name, hash, bucket - 1);
        bucket = ++Count;
        return Count - 1;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, 2 * Count);
        _buckets = new int[2 * _buckets.Length];
        for (var i = 0; i < Count; i++)
        {
            ref var bucket = ref _buckets[_entries[i].Hash % (uint)_buckets.Length];
            _entries[i] = _entries[i] with { Next = bucket - 1 };
            bucket = i + 1;
        }
    }

    private static uint HashOf(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261; // FNV-1a; the number of names is bounded, so an attacker's collisions cost little
        foreach (var value in name)
            hash = (hash ^ NameText.ToLower(value)) * 16777619;

        return hash;
    }

    private readonly record struct Entry(ByteSlice Name, uint Hash, int Next);
}
