using System.Buffers;
using System.Buffers.Text;

namespace Bulwark.Waf.Text;

/// <summary>Bytes that never move: slices of it stay good while more is added, until <see cref="Reset"/>. Its chunks are kept for the next use.</summary>
/// <remarks>One thread at a time. A value larger than a chunk gets an array of its own, which goes back to the shared pool.</remarks>
internal sealed class ByteArena
{
    private const int ChunkLength = 8 * 1024;
    private const int KeptChunks = 8;

    private readonly List<byte[]> _chunks = [];
    private readonly List<byte[]> _large = [];
    private byte[] _array = [];
    private int _used;
    private int _next;
    private byte[] _reserved = [];
    private int _reservedAt;

    /// <summary>A copy of <paramref name="value"/>.</summary>
    public ByteSlice Add(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        return Commit(value.Length);
    }

    /// <summary>The decimal digits of <paramref name="number"/>.</summary>
    public ByteSlice AddNumber(long number)
    {
        Utf8Formatter.TryFormat(number, Reserve(20), out var written);
        return Commit(written);
    }

    /// <summary>Room for <paramref name="length"/> bytes to write to; what of it was used, <see cref="Commit"/> is told before anything else is added.</summary>
    public Span<byte> Reserve(int length)
    {
        if (length > ChunkLength)
            return ReserveLarge(length);

        if (_array.Length - _used < length)
            NextChunk();

        _reserved = _array;
        _reservedAt = _used;
        return _array.AsSpan(_used);
    }

    /// <summary>The first <paramref name="length"/> bytes of what was reserved last.</summary>
    public ByteSlice Commit(int length)
    {
        if (ReferenceEquals(_reserved, _array))
            _used += length;

        return new ByteSlice(_reserved, _reservedAt, length);
    }

    /// <summary>Forgets everything. Slices made before must not be looked at any more.</summary>
    public void Reset()
    {
        foreach (var array in _large)
            ArrayPool<byte>.Shared.Return(array);

        _large.Clear();
        if (_chunks.Count > KeptChunks)
            _chunks.RemoveRange(KeptChunks, _chunks.Count - KeptChunks);

        _array = [];
        _reserved = [];
        _used = 0;
        _next = 0;
    }

    private Span<byte> ReserveLarge(int length)
    {
        _reserved = ArrayPool<byte>.Shared.Rent(length);
        _reservedAt = 0;
        _large.Add(_reserved);
        return _reserved;
    }

    private void NextChunk()
    {
        if (_next == _chunks.Count)
            _chunks.Add(new byte[ChunkLength]);

        _array = _chunks[_next++];
        _used = 0;
    }
}
