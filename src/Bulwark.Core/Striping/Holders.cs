namespace Bulwark.Core.Striping;

/// <summary>
/// Who holds something that ends with the last of its holders once it is closed. To come and to go costs one atomic operation on a cache line of the core's own, because every request does
/// both.
/// </summary>
/// <remarks>
/// Who has come is counted before he looks whether it is closed. So whoever got in was counted before it was closed, and after that each place can only lose such holders; each leaves at
/// the place where he came. Every place is looked at after the closing: one that says zero has none from then on, and when all do, nobody holds it. The last who goes sees that, for
/// he looks after he has gone and after it was closed; and if he went before, <see cref="Close"/> does.
/// </remarks>
/// <param name="over">Called once, when it is closed and nobody holds it: by the last one to leave, or by who closes it.</param>
public sealed class Holders(Action over)
{
    private readonly Stripes _counts = new();
    private int _isClosed;
    private int _isOver;

    /// <summary>Becomes a holder. False when it is closed.</summary>
    /// <param name="place">What <see cref="Leave"/> has to be given.</param>
    public bool TryEnter(out int place)
    {
        place = Stripes.Here;
        Interlocked.Increment(ref _counts[place]);
        if (Volatile.Read(ref _isClosed) == 0)
            return true;

        Leave(place);
        return false;
    }

    /// <summary>Is a holder no more.</summary>
    public void Leave(int place)
    {
        Interlocked.Decrement(ref _counts[place]);
        if (Volatile.Read(ref _isClosed) != 0)
            EndAfterLast();
    }

    /// <summary>No new holders; it is over when the last one leaves. The first call counts.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
            EndAfterLast();
    }

    private void EndAfterLast()
    {
        for (var place = 0; place < Stripes.Count; place++)
        {
            if (Volatile.Read(ref _counts[place]) != 0)
                return;
        }

        if (Interlocked.Exchange(ref _isOver, 1) == 0)
            over();
    }
}
