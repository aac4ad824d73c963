using System.Buffers;

namespace Bulwark.Waf.Text;

/// <summary>Bytes that grow at their end, in an array that is kept for the next use: what transformations and macros write to.</summary>
/// <remarks>One thread at a time. What <see cref="WrittenSpan"/> shows is valid until the next write.</remarks>
internal sealed class ByteBuffer(int capacity = 256) : IBufferWriter<byte>
{
    private const int KeptCapacity = 32 * 1024;

    private byte[] _array = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> WrittenSpan => _array.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Forgets everything, and an array larger than <paramref name="kept"/>, so that one large value does not hold its memory for ever.</summary>
    public void Clear(int kept)
    {
        Length = 0;
        if (_array.Length > kept)
            _array = new byte[Math.Min(kept, 256)];
    }

    /// <summary>Forgets everything, and gives an array back that is larger than most requests need.</summary>
    public void Shrink()
    {
        Length = 0;
        if (_array.Length > KeptCapacity)
            _array = [];
    }

    /// <summary>Forgets everything after the first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length) => Length = Math.Min(Length, length);

    public void Append(byte value)
    {
        if (Length == _array.Length)
            Grow(1);

        _array[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> values)
    {
        values.CopyTo(GetSpan(values.Length));
        Length += values.Length;
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        if (_array.Length - Length < Math.Max(1, sizeHint))
            Grow(Math.Max(1, sizeHint));

        return _array.AsSpan(Length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_array.Length - Length < Math.Max(1, sizeHint))
            Grow(Math.Max(1, sizeHint));

        return _array.AsMemory(Length);
    }

    public void Advance(int count) => Length += count;

    public ByteSlice ToSlice() => new(WrittenSpan.ToArray());

    private void Grow(int more) => Array.Resize(ref _array, Math.Max(Length + more, Math.Max(16, 2 * _array.Length)));
}
