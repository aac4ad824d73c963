using System.Text;

namespace Bulwark.Proxy.Firewall;

/// <summary>Texts of a request as bytes, one behind the other in memory that the thread keeps.</summary>
internal sealed class Utf8Scratch
{
    private const int FirstSize = 4 * 1024;
    private const int LargestKept = 64 * 1024;

    [ThreadStatic]
    private static Utf8Scratch? t_ofThread;

    private byte[] _bytes = new byte[FirstSize];
    private int _used;

    /// <summary>The thread's own, empty. Good as long as nobody else on this thread asks for it.</summary>
    public static Utf8Scratch Take()
    {
        var scratch = t_ofThread ??= new Utf8Scratch();
        scratch._used = 0;
        if (scratch._bytes.Length > LargestKept)
            scratch._bytes = new byte[FirstSize];

        return scratch;
    }

    /// <summary>The bytes of a text. What was added before stays good: when there is no room the memory is exchanged and not moved.</summary>
    public ReadOnlySpan<byte> Add(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return default;

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_bytes.Length - _used < most)
        {
            _bytes = new byte[Math.Max(FirstSize, 2 * most)];
            _used = 0;
        }

        var length = Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_used));
        var added = _bytes.AsSpan(_used, length);
        _used += length;
        return added;
    }
}
