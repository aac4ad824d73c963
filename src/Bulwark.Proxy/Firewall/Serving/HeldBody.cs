using System.Buffers;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>The beginning of a body, or all of it, kept until the verdict.</summary>
/// <param name="memory">What the process has left for it.</param>
/// <param name="share">The share of whoever sends it.</param>
internal sealed class HeldBody(HeldMemory memory, int share = HeldMemory.NoShare) : IDisposable
{
    private const int FirstSize = 4 * 1024;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, Length);

    /// <summary>Whether there was no room because the client holds as much as one may.</summary>
    public bool IsShareSpent { get; private set; }

    /// <summary>Memory to read into, at most up to <paramref name="most"/> bytes in all; empty when these are there, and when the process has none left.</summary>
    public Memory<byte> Room(int most)
    {
        if (Length >= most)
            return default;

        if (Length == _bytes.Length && !TryGrow(most))
            return default;

        return _bytes.AsMemory(Length, Math.Min(_bytes.Length, most) - Length);
    }

    public void Advance(int count) => Length += count;

    /// <summary>Forgets the body and gives its memory back.</summary>
    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            memory.GiveBack(_bytes.Length, share);
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        (_bytes, Length) = ([], 0);
    }

    private bool TryGrow(int most)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(most, Math.Max(FirstSize, 2 * _bytes.Length)));
        if (!memory.TryTake(larger.Length - _bytes.Length, share, out var isShareSpent))
        {
            IsShareSpent = isShareSpent;
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }

        Bytes.CopyTo(larger);
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);

        _bytes = larger;
        return true;
    }
}
