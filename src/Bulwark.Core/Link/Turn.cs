namespace Bulwark.Core.Link;

/// <summary>Says who may complete one side of a pipe: whoever closes it, or, when it is in use at that moment, its user afterwards.</summary>
internal sealed class Turn
{
    private const int Free = 0;
    private const int Taken = 1;
    private const int Closed = 2;

    private int _state;

    /// <summary>Begins a use; false when the side is closed.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Free) == Free;

    /// <summary>Ends a use; false when the side was closed meanwhile, and then the user completes it.</summary>
    public bool TryGiveBack() => Interlocked.CompareExchange(ref _state, Free, Taken) == Taken;

    /// <summary>No further use; true when there is none under way, and then the caller completes the side.</summary>
    public bool Close() => Interlocked.Exchange(ref _state, Closed) == Free;
}
