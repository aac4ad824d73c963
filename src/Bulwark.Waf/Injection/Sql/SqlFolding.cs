namespace Bulwark.Waf.Injection.Sql;

/// <summary>Reads tokens and folds what does not change the shape of a statement: comments, signs before values, arithmetic, doubled parentheses.</summary>
/// <remarks>A stack of a few tokens; one step reads one token, so the time is linear whatever folds.</remarks>
internal ref struct SqlFolding(Span<SqlToken> stack)
{
    /// <summary>How long a fingerprint may be.</summary>
    public const int Longest = 5;

    /// <summary>Two more than a fingerprint needs: what they fold with is then known too.</summary>
    public const int Capacity = Longest + 2;

    private readonly Span<SqlToken> _stack = stack;
    private int _count;

    public readonly ReadOnlySpan<SqlToken> Tokens => _stack[..Math.Min(_count, Longest)];

    /// <summary>Reads as much as a fingerprint needs, or as shows that there will be none that is known: ordinary text is left after two words.</summary>
    public void Read(scoped ref SqlTokenizer tokenizer)
    {
        while (_count < Capacity && tokenizer.TryRead(out var token))
        {
            Push(token);
            if (!SqlFingerprints.MayBegin(Settled()))
                return;
        }

        // What is commented out at the end is part of the shape, at the beginning it is nothing.
        if (_count == 1 && Top(1) == SqlKind.Comment)
            _count = 0;
    }

    // What no token to come can change: all before the first that may still fold away.
    private readonly ReadOnlySpan<SqlToken> Settled()
    {
        var settled = 0;
        while (settled < _count && !MayFoldAway(_stack[settled].Kind))
            settled++;

        return _stack[..Math.Min(settled, Longest)];
    }

    private static bool MayFoldAway(SqlKind kind) =>
        kind is SqlKind.Comment or SqlKind.Operator or SqlKind.Comma or SqlKind.Collate or SqlKind.OpenParenthesis or SqlKind.OpenBrace;

    private void Push(in SqlToken token)
    {
        if (Top(1) == SqlKind.Comment)
            _count--;

        if (IsNothing(token))
            return;

        if (token.Kind == SqlKind.CloseParenthesis && FoldParenthesis())
            return;

        // "{x 1}" and "1}" are 1.
        if (token.Kind == SqlKind.Name && Top(1) == SqlKind.OpenBrace && _count > 1)
        {
            _count--;
            return;
        }

        var kind = IsStar(token) ? SqlKind.Name : IsCall(token) ? SqlKind.Function : token.Kind;
        _stack[_count++] = token with { Kind = kind };
        FoldOperands();
    }

    private readonly SqlKind Top(int depth) => _count >= depth ? _stack[_count - depth].Kind : SqlKind.None;

    private readonly bool IsNothing(in SqlToken token) => token.Kind switch
    {
        SqlKind.OpenParenthesis => _count == 0 || Top(1) == SqlKind.OpenParenthesis,
        SqlKind.CloseParenthesis => Top(1) == SqlKind.CloseParenthesis,
        SqlKind.CloseBrace => Top(1) is SqlKind.Number or SqlKind.String or SqlKind.Name or SqlKind.CloseParenthesis && _count > 1,
        SqlKind.Operator => token.Is(SqlTraits.Unary) && !FollowsOperand(),
        _ => false,
    };

    private readonly bool FollowsOperand() =>
        Top(1) is SqlKind.Number or SqlKind.Name or SqlKind.String or SqlKind.Variable or SqlKind.CloseParenthesis or SqlKind.Unknown or SqlKind.Evil;

    // "select *", "count(*)", "t.*", "a, *".
    private readonly bool IsStar(in SqlToken token) =>
        token.Kind == SqlKind.Operator && token.Is(SqlTraits.Arithmetic) && !token.Is(SqlTraits.Unary) && Top(1) is SqlKind.Statement or SqlKind.OpenParenthesis or SqlKind.Comma or SqlKind.Dot;

    // SQLite's "1=like('a','b')".
    private readonly bool IsCall(in SqlToken token) => token.Kind == SqlKind.Operator && token.Is(SqlTraits.BeforeLiteral) && !FollowsOperand();

    // "(1)" is 1 unless it is what a name or a function is called with.
    private bool FoldParenthesis()
    {
        if (_count < 2 || Top(2) != SqlKind.OpenParenthesis || !_stack[_count - 1].IsOperand)
            return false;
        if (Top(3) is SqlKind.Function or SqlKind.Evil or SqlKind.Name or SqlKind.Procedure or SqlKind.Type)
            return false;

        _stack[_count - 2] = _stack[_count - 1];
        _count--;
        FoldOperands();
        return true;
    }

    private void FoldOperands()
    {
        if (_count < 3)
            return;

        // 'a' 'b' is one string.
        if (Top(1) == SqlKind.String && Top(2) == SqlKind.String)
        {
            _count--;
            return;
        }

        ref var left = ref _stack[_count - 3];
        ref readonly var middle = ref _stack[_count - 2];
        ref readonly var right = ref _stack[_count - 1];
        if (FoldsToLeft(left, middle, right))
            _count -= 2;
    }

    // A string at the beginning is where the value breaks out of the quotes: nothing folds into it.
    private static bool FoldsToLeft(in SqlToken left, in SqlToken middle, in SqlToken right)
    {
        if (!left.IsOperand)
            return false;

        // Lists of literals are as good as one.
        if (middle.Kind == SqlKind.Comma)
            return IsLiteral(left) && IsLiteral(right);
        if (middle.Kind == SqlKind.Collate)
            return right.Kind is SqlKind.Name;
        if (middle.Kind != SqlKind.Operator || !middle.Is(SqlTraits.Arithmetic))
            return false;
        if (right.Kind == SqlKind.Type)
            return true;

        return left.Kind != SqlKind.String && right.Kind is SqlKind.Number or SqlKind.Name or SqlKind.Variable;
    }

    private static bool IsLiteral(in SqlToken token) => token.Kind is SqlKind.Number or SqlKind.String or SqlKind.Variable;
}
