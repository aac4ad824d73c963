using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Metadata;
using Bulwark.DataApi.Permissions;
using Bulwark.DataApi.Planning;

namespace Bulwark.DataApi.Introspection;

/// <summary>The types of one role's schema. It is derived from the same tables as the plans are: what it shows can be asked for, and nothing else.</summary>
internal sealed class IntrospectionSchema
{
    private static readonly TypeReference Int = TypeReference.Named("Int");

    private readonly RoleSchema _schema;
    private readonly Dictionary<string, TypeDefinition> _types;

    public IntrospectionSchema(RoleSchema schema)
    {
        _schema = schema;
        Types = [.. Roots(), .. schema.Tables.SelectMany(TypesOf), .. ScalarTypes(), .. ComparisonTypes(), OrderByEnum(), .. MetaTypes.All];
        _types = Types.ToDictionary(type => type.Name, StringComparer.Ordinal);
    }

    /// <summary>Every type.</summary>
    public IReadOnlyList<TypeDefinition> Types { get; }

    /// <summary>True when the role can write anything.</summary>
    public bool HasMutations => _schema.MutationFields.Count > 0;

    /// <summary>A type by name; null when the role has none such.</summary>
    public TypeDefinition? Find(string name) => _types.GetValueOrDefault(name);

    private IEnumerable<TypeDefinition> Roots()
    {
        yield return new TypeDefinition(TypeKind.Object, TypeNames.QueryRoot, "query root") { Fields = [.. _schema.QueryFields.Values.Select(RootField)] };
        if (HasMutations)
        {
            yield return new TypeDefinition(TypeKind.Object, TypeNames.MutationRoot, "mutation root")
            {
                Fields = [.. _schema.MutationFields.Values.Select(RootField)],
            };
        }
    }

    private static FieldDefinition RootField(RootField field) => field.Kind switch
    {
        RootFieldKind.Select => new FieldDefinition(field.Name, ListOf(field.Table), $"fetch data from the table: \"{field.Table.Name}\"")
        {
            Arguments = ListArguments(field.Table),
        },
        RootFieldKind.SelectByKey => new FieldDefinition(
            field.Name, TypeReference.Named(field.Table.Name), $"fetch data from the table: \"{field.Table.Name}\" using primary key columns")
        {
            Arguments = [.. field.Table.KeyColumns.Select(column => new InputDefinition(column.Name, TypeNames.Value(column).Required))],
        },
        RootFieldKind.Insert => new FieldDefinition(
            field.Name, TypeReference.Named(TypeNames.MutationResponse(field.Table)), $"insert data into the table: \"{field.Table.Name}\"")
        {
            Arguments = [new("objects", Input(field.Table).Required.List.Required, "the rows to be inserted")],
        },
        RootFieldKind.InsertOne => new FieldDefinition(
            field.Name, TypeReference.Named(field.Table.Name), $"insert a single row into the table: \"{field.Table.Name}\"")
        {
            Arguments = [new("object", Input(field.Table).Required, "the row to be inserted")],
        },
    };

    private IEnumerable<TypeDefinition> TypesOf(RoleTable table)
    {
        if (table.Select is not null)
        {
            yield return new TypeDefinition(TypeKind.Object, table.Name, $"columns and relationships of \"{table.Name}\"") { Fields = RowFields(table) };
            yield return BoolExp(table);
            yield return OrderBy(table);
        }

        if (table.Insert is not null)
        {
            yield return new TypeDefinition(TypeKind.InputObject, TypeNames.InsertInput(table), $"input type for inserting data into table \"{table.Name}\"")
            {
                InputFields = [.. table.InsertColumns.Select(column => new InputDefinition(column.Name, TypeNames.Value(column)))],
            };
            yield return MutationResponse(table);
        }
    }

    private IReadOnlyList<FieldDefinition> RowFields(RoleTable table) =>
    [
        .. table.Columns.Select(column =>
            new FieldDefinition(column.Name, column.IsNullable ? TypeNames.Value(column) : TypeNames.Value(column).Required)),
        .. table.Relationships.Select(RelationshipField),
    ];

    private FieldDefinition RelationshipField(Relationship relationship)
    {
        var target = _schema.Table(relationship.Table);
        return relationship.IsArray
            ? new FieldDefinition(relationship.Name, ListOf(target), "An array relationship") { Arguments = ListArguments(target) }
            : new FieldDefinition(relationship.Name, TypeReference.Named(target.Name), "An object relationship");
    }

    private TypeDefinition BoolExp(RoleTable table)
    {
        var self = TypeReference.Named(TypeNames.BoolExp(table));
        return new TypeDefinition(
            TypeKind.InputObject,
            TypeNames.BoolExp(table),
            $"Boolean expression to filter rows from the table \"{table.Name}\". All fields are combined with a logical 'AND'.")
        {
            InputFields =
            [
                new("_and", self.Required.List),
                new("_not", self),
                new("_or", self.Required.List),
                .. table.Columns.Select(column => new InputDefinition(column.Name, TypeReference.Named(TypeNames.ComparisonExp(column.Type)))),
                .. table.Relationships.Select(relationship =>
                    new InputDefinition(relationship.Name, TypeReference.Named(TypeNames.BoolExp(_schema.Table(relationship.Table))))),
            ],
        };
    }

    private TypeDefinition OrderBy(RoleTable table) => new(
        TypeKind.InputObject, TypeNames.OrderBy(table), $"Ordering options when selecting data from \"{table.Name}\".")
    {
        InputFields =
        [
            .. table.Columns.Select(column => new InputDefinition(column.Name, TypeReference.Named(TypeNames.OrderByDirection))),
            .. table.Relationships.Where(relationship => !relationship.IsArray).Select(relationship =>
                new InputDefinition(relationship.Name, TypeReference.Named(TypeNames.OrderBy(_schema.Table(relationship.Table))))),
        ],
    };

    private static TypeDefinition MutationResponse(RoleTable table) => new(
        TypeKind.Object, TypeNames.MutationResponse(table), $"response of any mutation on the table \"{table.Name}\"")
    {
        Fields =
        [
            new("affected_rows", Int.Required, "number of rows affected by the mutation"),
            .. table.Select is null ? Array.Empty<FieldDefinition>() : [new("returning", ListOf(table), "data from the rows affected by the mutation")],
        ],
    };

    // Beside those of the columns the three that arguments and directives are made of.
    private IEnumerable<TypeDefinition> ScalarTypes() => _schema.Tables
        .SelectMany(table => table.Columns.Concat(table.InsertColumns))
        .Select(column => column.Type)
        .Concat([Scalars.Boolean, Scalars.Int, Scalars.String])
        .Distinct()
        .Select(scalar => new TypeDefinition(TypeKind.Scalar, scalar.Name, ""));

    private IEnumerable<TypeDefinition> ComparisonTypes() => _schema.Tables
        .SelectMany(table => table.Columns)
        .Select(column => column.Type)
        .Distinct()
        .Select(scalar => new TypeDefinition(
            TypeKind.InputObject,
            TypeNames.ComparisonExp(scalar),
            $"Boolean expression to compare columns of type \"{scalar.Name}\". All fields are combined with logical 'AND'.")
        {
            InputFields = ComparisonFields(scalar),
        });

    private static InputDefinition[] ComparisonFields(ScalarType scalar)
    {
        var value = TypeReference.Named(scalar.Name);
        return
        [
            .. ComparisonOperators.Of(scalar).Select(row => new InputDefinition(row.Name, value)),
            new("_in", value.Required.List),
            new("_is_null", TypeReference.Named("Boolean")),
            new("_nin", value.Required.List),
        ];
    }

    private static TypeDefinition OrderByEnum() => new(TypeKind.Enum, TypeNames.OrderByDirection, "column ordering options")
    {
        EnumValues = [.. OrderDirections.All.Select(row => new EnumValueDefinition(row.Name, row.Description))],
    };

    private static TypeReference ListOf(RoleTable table) => TypeReference.Named(table.Name).Required.List.Required;

    private static TypeReference Input(RoleTable table) => TypeReference.Named(TypeNames.InsertInput(table));

    private static IReadOnlyList<InputDefinition> ListArguments(RoleTable table) =>
    [
        new("limit", Int, "limit the number of rows returned"),
        new("offset", Int, "skip the first n rows. Use only with order_by"),
        new("order_by", TypeReference.Named(TypeNames.OrderBy(table)).Required.List, "sort the rows by one or more columns"),
        new("where", TypeReference.Named(TypeNames.BoolExp(table)), "filter the rows returned"),
    ];
}
