using Bulwark.Waf.Text;

namespace Bulwark.Waf.Variables;

/// <summary>The values that one variable has in a transaction: a range of a store, of which it shows the values or the names.</summary>
/// <remarks><c>ARGS_GET</c>, <c>ARGS_NAMES</c> and <c>ARGS_POST_NAMES</c> are three views of the one store of arguments.
/// A view is good until something is added to its store.</remarks>
internal readonly struct VariableView(ValueStore store, int start, int count, bool showsNames)
{
    private readonly ValueStore _store = store;

    public static VariableView Empty => default;

    public int Count { get; } = count;

    /// <summary>Where in <see cref="Store"/> the view begins; value number i is the store's number <c>Start + i</c>.</summary>
    public int Start { get; } = start;

    /// <summary>Whether the value of each entry is its name, as in <c>ARGS_NAMES</c>.</summary>
    public bool ShowsNames { get; } = showsNames;

    /// <summary>What the view looks at; null for an empty view.</summary>
    public ValueStore? Store => _store;

    /// <summary>The entries themselves, whatever <see cref="ShowsNames"/> says.</summary>
    public ReadOnlySpan<NamedValue> Entries => Count == 0 ? default : _store.Values.Slice(Start, Count);

    /// <summary>What operators look at.</summary>
    public ByteSlice ValueAt(int index) => ShowsNames ? NameAt(index) : _store[Start + index].Value;

    /// <summary>What selects the value inside the collection; empty for the value of a single variable.</summary>
    public ByteSlice NameAt(int index) => _store[Start + index].Name;
}
