using System.Numerics;

namespace Bulwark.Proxy.Firewall.Promotion;

/// <summary>How many distinct clients were seen, told by all threads at once without a lock: within 1 % up to some ten thousand, in 8 KiB.</summary>
/// <remarks>Linear counting: each name sets one bit, and the bits that are still clear tell how many names there were (Whang et al., 1990).</remarks>
internal sealed class DistinctClients
{
    private const int Bits = 64 * 1024;

    private int[]? _words;

    /// <summary>How many.</summary>
    public long Value
    {
        get
        {
            if (Volatile.Read(ref _words) is not { } words)
                return 0;

            var clear = Bits - words.Sum(word => BitOperations.PopCount((uint)word));
            return (long)Math.Round(-Bits * Math.Log(Math.Max(clear, 1) / (double)Bits));
        }
    }

    public void Add(FirewallClient client)
    {
        var words = Volatile.Read(ref _words) ?? Create();
        var place = client.GetHashCode() & (Bits - 1);
        var bit = 1 << (place & 31);

        // Most were seen before; then nothing is written, and no other core has to read the line again.
        ref var word = ref words[place >> 5];
        if ((Volatile.Read(ref word) & bit) == 0)
            Interlocked.Or(ref word, bit);
    }

    private int[] Create()
    {
        var words = new int[Bits / 32];
        return Interlocked.CompareExchange(ref _words, words, null) ?? words;
    }
}
