using System.Collections.Frozen;
using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Acl.Rates;
using Bulwark.Waf.Acl.Statements;
using Bulwark.Waf.Matching;
using Bulwark.Waf.Operators;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Acl.Compilation;

/// <summary>Makes statements ready.</summary>
/// <param name="problems">Where problems go.</param>
/// <param name="environment">What statements take from outside.</param>
/// <param name="ipSets">The sets of addresses that statements refer to by name.</param>
internal sealed class StatementCompiler(AclProblems problems, WebAclEnvironment environment, IpSetTable ipSets)
{
    private const int MostDepth = 10;

    private static readonly SourceLocation Nowhere = new("web ACL", 0);

    private readonly FieldCompiler _fields = new(problems);
    private RateCompiler? _rates;

    /// <summary>The counts of all rate-based statements.</summary>
    public IReadOnlyList<RateCounts> Counts => _rates?.Counts ?? [];

    /// <summary>The statement of a rule, which alone may be rate-based.</summary>
    /// <param name="options">The statement.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="rule">The rule, by names.</param>
    /// <returns>null when there is a problem with it.</returns>
    public Statement? CompileOfRule(StatementOptions options, string path, string rule) =>
        options is { RateBased: { } rate } && CountOf(options) == 1 ? CompileRate(rate, $"{path}.rateBased", rule) : Compile(options, path, depth: 0);

    /// <summary>A statement; a problem when it is none, or one that cannot stand there.</summary>
    /// <returns>null when there is a problem with it.</returns>
    /// <param name="options">The statement.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="depth">In how many others it stands.</param>
    public Statement? Compile(StatementOptions options, string path, int depth)
    {
        if (CountOf(options) != 1)
        {
            problems.Add(path, "must hold exactly one statement");
            return null;
        }

        if (depth > MostDepth)
        {
            problems.Add(path, $"lies deeper than {MostDepth} statements");
            return null;
        }

        if (options.ManagedRuleGroup is not null || options.RuleGroup is not null)
        {
            problems.Add(path, "a rule group can only be the statement of a rule of the web ACL itself");
            return null;
        }

        if (options.RateBased is not null)
        {
            problems.Add($"{path}.rateBased", "cannot stand inside another statement");
            return null;
        }

        return CompileLogic(options, path, depth) ?? CompileMatch(options, path);
    }

    private static int CountOf(StatementOptions options)
    {
        object?[] all =
        [
            options.And, options.Or, options.Not, options.ByteMatch, options.RegexMatch, options.SizeConstraint, options.SqlInjection, options.CrossSiteScripting,
            options.IpSet, options.GeoMatch, options.LabelMatch, options.RateBased, options.ManagedRuleGroup, options.RuleGroup,
        ];
        return all.Count(statement => statement is not null);
    }

    private Statement? CompileLogic(StatementOptions options, string path, int depth)
    {
        if (options.And is { } and)
            return CompileAll(and, $"{path}.and", depth) is { } all ? new AndStatement(all) : null;

        if (options.Or is { } or)
            return CompileAll(or, $"{path}.or", depth) is { } all ? new OrStatement(all) : null;

        if (options.Not is { } not)
            return Compile(not, $"{path}.not", depth + 1) is { } inner ? new NotStatement(inner) : null;

        return null;
    }

    private Statement[]? CompileAll(IReadOnlyList<StatementOptions> statements, string path, int depth)
    {
        if (statements.Count < 2)
            problems.Add(path, "needs at least two statements");

        var all = statements.Select((statement, i) => Compile(statement, $"{path}[{i}]", depth + 1)).ToList();
        return all.Contains(null) ? null : [.. all.OfType<Statement>()];
    }

    private Statement? CompileMatch(StatementOptions options, string path) => options switch
    {
        { ByteMatch: { } match } => CompileBytes(match, $"{path}.byteMatch"),
        { RegexMatch: { } match } => CompileRegex(match, $"{path}.regexMatch"),
        { SizeConstraint: { } match } => CompileSize(match, $"{path}.sizeConstraint"),
        { SqlInjection: { } match } => CompileInjection(match, "detectSQLi", $"{path}.sqlInjection"),
        { CrossSiteScripting: { } match } => CompileInjection(match, "detectXSS", $"{path}.crossSiteScripting"),
        { IpSet: { } match } => CompileAddresses(match, $"{path}.ipSet"),
        { GeoMatch: { } match } => CompileGeo(match, $"{path}.geoMatch"),
        { LabelMatch: { } match } => CompileLabel(match, $"{path}.labelMatch"),
        _ => null,
    };

    private ByteMatchStatement CompileBytes(ByteMatchOptions options, string path)
    {
        if (options.SearchString.Length == 0 && options.Position != PositionalConstraint.Exactly)
            problems.Add($"{path}.searchString", "is empty: it stands in every value");

        if (options.Position == PositionalConstraint.ContainsWord && !options.SearchString.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
            problems.Add($"{path}.searchString", $"'{options.SearchString}' is no word of letters, digits and underscores");

        return new ByteMatchStatement(
            _fields.Field(options.Field, $"{path}.field"),
            _fields.Chain(options.Transformations, $"{path}.transformations"),
            ByteSlice.Of(options.SearchString),
            options.Position);
    }

    private RegexMatchStatement CompileRegex(RegexMatchOptions options, string path)
    {
        if (options.Patterns.Count == 0)
            problems.Add($"{path}.patterns", "holds no pattern");

        var patterns = options.Patterns.Select((pattern, i) => problems.Try($"{path}.patterns[{i}]", () => Pattern.Parse(pattern)));
        return new RegexMatchStatement(
            _fields.Field(options.Field, $"{path}.field"),
            _fields.Chain(options.Transformations, $"{path}.transformations"),
            [.. patterns.OfType<Pattern>()]);
    }

    private SizeStatement CompileSize(SizeConstraintOptions options, string path)
    {
        if (options.Size < 0)
            problems.Add($"{path}.size", $"{options.Size} is less than 0");

        return new SizeStatement(
            _fields.Field(options.Field, $"{path}.field"),
            _fields.Chain(options.Transformations, $"{path}.transformations"),
            options.Comparison,
            options.Size);
    }

    private OperatorStatement CompileInjection(InjectionMatchOptions options, string name, string path) => new(
        _fields.Field(options.Field, $"{path}.field"),
        _fields.Chain(options.Transformations, $"{path}.transformations"),
        name,
        OperatorTable.Create(new OperatorSyntax(name, "", IsNegated: false), Nowhere));

    private IpSetStatement? CompileAddresses(IpSetOptions options, string path)
    {
        var address = _fields.Address(options.Forwarded, allowsAny: true, $"{path}.forwarded");
        return ipSets.Of(options, path) is { } set ? new IpSetStatement(address, _fields.NoTransformation, set) : null;
    }

    private GeoStatement? CompileGeo(GeoMatchOptions options, string path)
    {
        if (options.Countries.Count == 0)
            problems.Add($"{path}.countries", "holds no country");

        foreach (var country in options.Countries.Where(country => country.Length != 2 || !country.All(char.IsAsciiLetterUpper)))
            problems.Add($"{path}.countries", $"'{country}' is no code of two capital letters (ISO 3166-1)");

        var address = _fields.Address(options.Forwarded, allowsAny: false, $"{path}.forwarded");
        if (environment.CountryOf is { } countryOf)
            return new GeoStatement(address, _fields.NoTransformation, options.Countries.ToFrozenSet(StringComparer.Ordinal), countryOf);

        problems.Add(path, "needs to know the countries of addresses, and no file that does (MaxMind) is configured");
        return null;
    }

    private LabelStatement CompileLabel(LabelMatchOptions options, string path)
    {
        var isNamespace = options.Scope == LabelScope.Namespace;
        if (isNamespace && !options.Key.EndsWith(':'))
            problems.Add($"{path}.key", $"'{options.Key}' is no namespace: it must end with a colon");
        else if (LabelNames.ProblemOf(isNamespace ? options.Key[..^1] : options.Key) is { } problem)
            problems.Add($"{path}.key", problem);

        return new LabelStatement(options.Scope, options.Key);
    }

    private RateBasedStatement? CompileRate(RateBasedOptions options, string path, string rule)
    {
        var scopeDown = options.ScopeDown is { } scope ? Compile(scope, $"{path}.scopeDown", depth: 1) : null;
        _rates ??= new RateCompiler(problems, _fields);
        return _rates.Compile(options, scopeDown, environment.Time, path, rule);
    }
}
