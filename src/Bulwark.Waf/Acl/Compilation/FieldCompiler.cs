using Bulwark.Waf.Acl.Fields;
using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Transformations;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Acl.Compilation;

/// <summary>Makes fields and their transformations ready.</summary>
internal sealed class FieldCompiler(AclProblems problems)
{
    private const int MostTransformations = 10;

    private readonly TransformationTable _transformations = new();
    private readonly TransformationChains _chains = new();

    public TransformationChain NoTransformation => _chains.Empty;

    public TransformationChain Chain(IReadOnlyList<string> names, string path)
    {
        if (names.Count > MostTransformations)
            problems.Add(path, $"holds more than {MostTransformations} transformations");

        List<Transformation> chain = [];
        for (var i = 0; i < names.Count; i++)
        {
            if (_transformations.TryFind(names[i], out var transformation))
                chain.Add(transformation);
            else
                problems.Add($"{path}[{i}]", $"there is no transformation '{names[i]}'");
        }

        return _chains.Intern(chain);
    }

    public Field Field(FieldOptions options, string path)
    {
        Check(options, path);
        return options.Kind switch
        {
            FieldKind.SingleQueryArgument => new NamedValuesField(VariableKind.ArgsGet, FieldScope.Value, Named(options)),
            FieldKind.AllQueryArguments => new NamedValuesField(VariableKind.ArgsGet, options.Scope == FieldScope.All ? FieldScope.Value : options.Scope, NameFilter.All),
            FieldKind.SingleHeader => new NamedValuesField(VariableKind.RequestHeaders, FieldScope.Value, Named(options)),
            FieldKind.Headers => new NamedValuesField(VariableKind.RequestHeaders, options.Scope, Filter(options, isCaseSensitive: false)),
            FieldKind.Cookies => new NamedValuesField(VariableKind.RequestCookies, options.Scope, Filter(options, isCaseSensitive: true)),
            FieldKind.Body => new BodyField(options.Oversize),
            FieldKind.JsonBody => new JsonField(options.Scope, options.Included, options.Excluded, options.InvalidJson, options.Oversize),
            FieldKind.UriPath or FieldKind.QueryString or FieldKind.Method or FieldKind.HeaderOrder => new SingleValueField(options.Kind),
        };
    }

    public AddressField Address(ForwardedAddressOptions? forwarded, bool allowsAny, string path)
    {
        if (forwarded is not null && forwarded.Header.Length == 0)
            problems.Add($"{path}.header", "is empty");

        if (forwarded is { Position: ForwardedPosition.Any } && !allowsAny)
            problems.Add($"{path}.position", "Any is only for sets of addresses; here it must be First or Last");

        return new AddressField(forwarded);
    }

    private void Check(FieldOptions options, string path)
    {
        var isNamed = options.Kind is FieldKind.SingleHeader or FieldKind.SingleQueryArgument;
        if (isNamed && string.IsNullOrEmpty(options.Name))
            problems.Add($"{path}.name", $"is missing: {options.Kind} needs the name");

        if (!isNamed && options.Name is not null)
            problems.Add($"{path}.name", $"{options.Kind} has no name");

        var isFiltered = options.Kind is FieldKind.Headers or FieldKind.Cookies or FieldKind.JsonBody;
        if (!isFiltered && options.Included.Count + options.Excluded.Count > 0)
            problems.Add(path, $"included and excluded belong to Headers, Cookies and JsonBody, not to {options.Kind}");
    }

    private static NameFilter Named(FieldOptions options) => new([options.Name ?? ""], [], isCaseSensitive: false);

    private static NameFilter Filter(FieldOptions options, bool isCaseSensitive) => new(options.Included, options.Excluded, isCaseSensitive);
}
