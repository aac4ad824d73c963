using System.Buffers;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Bodies;

/// <summary>The one copy of a body that is kept, in one piece, up to a limit. Its array comes from the shared pool and goes back there.</summary>
internal sealed class BodyBuffer
{
    private byte[] _array = [];
    private int _length;

    public int Length => _length;

    /// <summary>Whether bytes were left out because of the limit.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Makes room for a body whose size is announced; the announcement is not trusted beyond <paramref name="limit"/>.</summary>
    public void Reserve(long announced, int limit) => Grow((int)Math.Clamp(announced, 0, limit));

    /// <summary>Adds what the limit allows. After a byte was left out nothing more is added.</summary>
    public void Append(ReadOnlySpan<byte> chunk, int limit)
    {
        var room = IsTruncated ? 0 : Math.Max(0, limit - _length);
        if (chunk.Length > room)
        {
            IsTruncated = true;
            chunk = chunk[..room];
        }

        if (_array.Length - _length < chunk.Length)
            Grow(Math.Max(_length + chunk.Length, (int)Math.Min(limit, 2L * _array.Length)));

        chunk.CopyTo(_array.AsSpan(_length));
        _length += chunk.Length;
    }

    /// <summary>What has been added, without a copy; good until the next byte is added.</summary>
    public ByteSlice ToSlice() => new(_array, 0, _length);

    public void Reset()
    {
        if (_array.Length > 0)
            ArrayPool<byte>.Shared.Return(_array);

        _array = [];
        _length = 0;
        IsTruncated = false;
    }

    private void Grow(int capacity)
    {
        if (capacity <= _array.Length)
            return;

        var larger = ArrayPool<byte>.Shared.Rent(capacity);
        _array.AsSpan(0, _length).CopyTo(larger);
        if (_array.Length > 0)
            ArrayPool<byte>.Shared.Return(_array);

        _array = larger;
    }
}
