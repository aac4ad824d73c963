using System.Runtime.InteropServices;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>What the current rule matched so far, over all links of its chain: <c>MATCHED_VAR</c>, <c>MATCHED_VARS</c> and their names.</summary>
/// <remarks>Values that exist only for the moment of the match are copied; the copies live as long as the rule is the current one.</remarks>
internal sealed class MatchedValues
{
    private readonly List<MatchedValue> _values = [];
    private readonly ByteArena _copies = new();
    private readonly ValueStore _view = new();

    public ReadOnlySpan<MatchedValue> Values => CollectionsMarshal.AsSpan(_values);

    /// <summary><c>MATCHED_VARS</c> (or with <paramref name="names"/> <c>MATCHED_VARS_NAMES</c>) as it is now; good until the next call.</summary>
    public VariableView View(bool names)
    {
        FillView(0);
        return new VariableView(_view, 0, _view.Count, names);
    }

    /// <summary><c>MATCHED_VAR</c> (or with <paramref name="name"/> <c>MATCHED_VAR_NAME</c>), always one value; good until the next call.</summary>
    public VariableView LastView(bool name)
    {
        FillView(_values.Count - 1);
        return new VariableView(_view, 0, 1, name);
    }

    /// <param name="kind">The variable.</param>
    /// <param name="name">The selector of the value; empty for a single variable.</param>
    /// <param name="path">Where it lies in a JSON body.</param>
    /// <param name="value">What the operator matched.</param>
    /// <param name="lasting">The same bytes where they live as long as the transaction, so that they need no copy; empty where they do not.</param>
    public void Add(VariableKind kind, ByteSlice name, ByteSlice path, ReadOnlySpan<byte> value, ByteSlice lasting) =>
        _values.Add(new MatchedValue(kind, path, FullName(kind, name), lasting.Length == value.Length ? lasting : _copies.Add(value)));

    public void Clear()
    {
        if (_values.Count == 0)
            return;

        _values.Clear();
        _copies.Reset();
    }

    private ByteSlice FullName(VariableKind kind, ByteSlice name)
    {
        var variable = VariableNames.Of(kind);
        if (name.IsEmpty)
            return variable;

        var full = _copies.Reserve(variable.Length + 1 + name.Length);
        variable.Span.CopyTo(full);
        full[variable.Length] = (byte)':';
        name.Span.CopyTo(full[(variable.Length + 1)..]);
        return _copies.Commit(variable.Length + 1 + name.Length);
    }

    private void FillView(int start)
    {
        _view.Clear();
        foreach (ref readonly var value in Values[Math.Max(0, start)..])
            _view.Add(new NamedValue(value.Name, value.Value));

        if (start < 0)
            _view.Add(default);
    }
}
