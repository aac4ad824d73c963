namespace Bulwark.Waf.Matching.Automata;

/// <summary>What finding a state's successor needs of memory; one for each thread, used by all automata in turn.</summary>
internal sealed class Scratch
{
    [ThreadStatic]
    private static Scratch? _ofThread;

    private int[] _seenHere = [];
    private int[] _seenNext = [];
    private int[] _seenFound = [];
    private int _round;

    public static Scratch OfThread => _ofThread ??= new Scratch();

    /// <summary>Places still to be looked at.</summary>
    public Stack<int> Open { get; } = new();

    /// <summary>Places of the next state.</summary>
    public List<int> Places { get; } = [];

    /// <summary>Patterns found.</summary>
    public List<int> Found { get; } = [];

    /// <summary>The state that a value is in which the automaton has not learned.</summary>
    public List<int> Current { get; } = [];

    /// <summary>The next state.</summary>
    public List<int> Key { get; } = [];

    public void Begin(int places, int patterns)
    {
        Places.Clear();
        Found.Clear();
        if (_seenHere.Length < places || _seenFound.Length < patterns || _round == int.MaxValue)
        {
            _seenHere = new int[Math.Max(places, _seenHere.Length)];
            _seenNext = new int[_seenHere.Length];
            _seenFound = new int[Math.Max(patterns, _seenFound.Length)];
            _round = 0;
        }

        _round++;
    }

    /// <summary>Whether a place is looked at for the first time at this position.</summary>
    public bool VisitHere(int place) => Visit(_seenHere, place);

    /// <summary>The same for the next position.</summary>
    public bool VisitNext(int place) => Visit(_seenNext, place);

    public void AddFound(int pattern)
    {
        if (Visit(_seenFound, pattern))
            Found.Add(pattern);
    }

    public bool HasFound(int pattern) => _seenFound[pattern] == _round;

    private bool Visit(int[] seen, int number)
    {
        if (seen[number] == _round)
            return false;

        seen[number] = _round;
        return true;
    }
}
