using System.Runtime.InteropServices;
using System.Text;
using Bulwark.Waf.Bodies;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.GraphQl;

/// <summary>Finds the shape of a GraphQL document without understanding more of it than selection sets, fields, aliases and fragments.</summary>
/// <remarks>In time linear in the document, without recursion; never fails: of what is no GraphQL it says something, and the backend refuses it. One thread at a time.</remarks>
internal sealed class GraphQlReader
{
    /// <summary>Selection sets that lie deeper are not looked at: the depth says enough by then.</summary>
    private const int MaxDepth = 1000;

    /// <summary>More operations and fragments, or places that use fragments, than any document has.</summary>
    private const int MaxSpreads = 10_000;

    /// <summary>More fields than any document asks for.</summary>
    private const int MaxFields = 100_000;

    /// <summary>Readers are kept for further requests, and with them no more memory than ordinary documents take.</summary>
    private const int KeptCapacity = 256;

    private readonly List<GraphQlDefinition> _definitions = [];
    private readonly List<GraphQlSpread> _spreads = [];
    private readonly Dictionary<string, int> _fragments = new(StringComparer.Ordinal);
    private readonly Stack<SelectionSet> _open = [];
    private readonly NameSet _keys = new();
    private GraphQlLexer _lexer;
    private GraphQlToken _token;
    private GraphQlDefinition _definition;
    private int _lastSet;
    private int _duplicates;
    private bool _isIntrospection;
    private bool _hasMutation;
    private bool _isBeyond;
    private int _fields;

    public GraphQlShape Read(ByteSlice document)
    {
        Clear();
        _lexer = new GraphQlLexer(document);
        Advance();
        while (_token.Kind != GraphQlToken.End)
            ReadDefinition();

        var total = new FragmentInsertion(_definitions, _spreads, _fragments);
        var worst = total.Worst();
        Forget();
        return new GraphQlShape
        {
            Depth = Number(worst.Depth),
            Fields = _isBeyond ? GraphQlShape.MaxNumber : Number(worst.Fields),
            RootFields = _isBeyond ? GraphQlShape.MaxNumber : Number(worst.RootFields),
            Aliases = Number(worst.Aliases),
            Duplicates = _duplicates,
            IsIntrospection = _isIntrospection,
            HasFragmentCycle = total.HasCycle,
            HasMutation = _hasMutation,
        };
    }

    /// <summary>For how many elements the reader holds memory between two documents.</summary>
    internal int KeptElements => _definitions.Capacity + _spreads.Capacity + _fragments.Capacity;

    private static int Number(long number) => (int)Math.Min(number, GraphQlShape.MaxNumber);

    /// <summary>What stands before the selection set of a definition, then the set.</summary>
    private void ReadDefinition()
    {
        var isFragment = _token.Is("fragment"u8);
        _hasMutation |= _token.Is("mutation"u8);
        var name = default(GraphQlToken);
        if (isFragment)
        {
            Advance();
            name = _token;
        }

        while (_token.Kind is not (GraphQlToken.End or (byte)'{'))
        {
            if (_token.Kind == '(')
                SkipArguments();
            else
                Advance();
        }

        _definition = new GraphQlDefinition { IsFragment = isFragment, FirstSpread = _spreads.Count };
        ReadSelections();
        _definition.EndOfSpreads = _spreads.Count;
        if (isFragment && name.Kind == GraphQlToken.Name)
            _fragments.TryAdd(Encoding.ASCII.GetString(name.Text.Span), _definitions.Count);

        _definitions.Add(_definition);
        if (_definitions.Count == MaxSpreads)
            GiveUp();
    }

    /// <summary>The document has more of something than any has: the rest is not read, and it counts as one that asks for everything.</summary>
    private void GiveUp()
    {
        _isBeyond |= _token.Kind != GraphQlToken.End;
        _lexer = default;
        _token = default;
    }

    /// <summary>A selection set with all that lies in it.</summary>
    private void ReadSelections()
    {
        var isInline = false;
        do
        {
            switch (_token.Kind)
            {
                case (byte)'{':
                    Open(isInline);
                    isInline = false;
                    break;
                case (byte)'}':
                    _open.TryPop(out _);
                    Advance();
                    break;
                case (byte)'(':
                    SkipArguments();
                    break;
                case (byte)'@':
                    Advance();
                    if (_token.Kind == GraphQlToken.Name)
                        Advance();

                    break;
                case GraphQlToken.Spread:
                    isInline = ReadSpread();
                    break;
                case GraphQlToken.Name:
                    isInline = false;
                    ReadField();
                    break;
                default:
                    Advance();
                    break;
            }
        }
        while (_open.Count > 0 && _token.Kind != GraphQlToken.End);

        _open.Clear();
    }

    private void Open(bool isInline)
    {
        Advance();
        var outer = _open.Count > 0 ? _open.Peek() : default;
        if (_open.Count == MaxDepth)
            _token = default; // the end: nothing that follows makes it any better
        else
            _open.Push(isInline ? outer : new SelectionSet(++_lastSet, outer.Depth + 1));

        _definition.Depth = Math.Max(_definition.Depth, outer.Depth + (isInline ? 0 : 1));
    }

    private void ReadField()
    {
        var key = _token;
        var name = _token;
        Advance();
        if (_token.Kind == ':')
        {
            Advance();
            name = _token;
            _definition.Aliases++;
            if (_token.Kind == GraphQlToken.Name)
                Advance();
        }

        var set = _open.Peek();
        _definition.Fields++;
        if (set.Depth == 1)
            _definition.RootFields++;

        if (!_keys.TryAdd(set.Number, key.Text))
            _duplicates++;

        _isIntrospection |= name.Is("__schema"u8) || name.Is("__type"u8);
        if (++_fields == MaxFields)
            GiveUp();
    }

    /// <summary>Whether a fragment begins that has no name.</summary>
    private bool ReadSpread()
    {
        Advance();
        if (_token.Kind != GraphQlToken.Name)
            return true;

        if (_token.Is("on"u8))
        {
            Advance();
            if (_token.Kind == GraphQlToken.Name)
                Advance();

            return true;
        }

        _spreads.Add(new GraphQlSpread(Encoding.ASCII.GetString(_token.Text.Span), _open.Peek().Depth));
        Advance();
        if (_spreads.Count == MaxSpreads)
            GiveUp();

        return false;
    }

    /// <summary>What stands in parentheses: values, in which braces are objects.</summary>
    private void SkipArguments()
    {
        var open = 0;
        do
        {
            if (_token.Kind is (byte)'(' or (byte)'[' or (byte)'{')
                open++;
            else if (_token.Kind is (byte)')' or (byte)']' or (byte)'}')
                open--;

            Advance();
        }
        while (open > 0 && _token.Kind != GraphQlToken.End);
    }

    private void Advance() => _token = _lexer.Next();

    private void Clear()
    {
        _lastSet = 0;
        _duplicates = 0;
        _isIntrospection = false;
        _hasMutation = false;
        _isBeyond = false;
        _fields = 0;
    }

    private void Forget()
    {
        _definitions.Clear();
        _spreads.Clear();
        _fragments.Clear();
        if (KeptElements > 3 * KeptCapacity)
        {
            _definitions.Capacity = _spreads.Capacity = 0;
            _fragments.TrimExcess();
        }

        _keys.Clear();
        _lexer = default;
        _token = default;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct SelectionSet(int Number, int Depth);
}
