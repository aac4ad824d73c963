using System.Buffers;
using System.Text.Json;
using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Planning;

namespace Bulwark.DataApi.Introspection;

/// <summary>Answers <c>__schema</c> and <c>__type</c> from a role's types (GraphQL section 4). The answer has a size limit: types refer to each other without end.</summary>
internal sealed class IntrospectionWriter(PlanContext context, IntrospectionSchema schema)
{
    /// <summary>The largest answer, all such fields of a request together, in bytes; the usual question about the whole schema takes a tenth of it.</summary>
    private const int MaxBytes = 2 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>The JSON of a root field.</summary>
    public byte[] Write(CollectedField field)
    {
        using (var json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            if (field.Name == "__schema")
                WriteSchemaField(json, field);
            else
                WriteNamedType(json, field);
        }

        context.KnownBytes += _buffer.WrittenCount;
        return _buffer.WrittenSpan.ToArray();
    }

    private void WriteSchemaField(Utf8JsonWriter json, CollectedField field)
    {
        SelectPlanner.CheckArguments(context, field, []);
        WriteObject(json, MetaTypes.Schema, field, WriteSchema);
    }

    private void WriteNamedType(Utf8JsonWriter json, CollectedField field)
    {
        SelectPlanner.CheckArguments(context, field, ["name"]);
        var path = field.Path["args"]["name"];
        var name = context.Resolve(field.Argument("name") ?? InputValue.Null, TypeReference.Named("String").Required, path);
        if (name.Kind != InputKind.Text)
            context.Fail(path, $"expected a string for type 'String', but found {name.Description}");

        WriteType(json, schema.Find(name.Text) is null ? null : TypeReference.Named(name.Text), field);
    }

    private void WriteSchema(Utf8JsonWriter json, CollectedField field)
    {
        switch (field.Name)
        {
            case "types":
                WriteList(json, schema.Types, type => WriteType(json, TypeReference.Named(type.Name), field));
                break;
            case "directives":
                WriteList(json, ["include", "skip"], name => WriteObject(json, MetaTypes.Directive, field, (_, inner) => WriteDirective(json, name, inner)));
                break;
            case "queryType":
                WriteType(json, TypeReference.Named(TypeNames.QueryRoot), field);
                break;
            case "mutationType":
                WriteType(json, schema.HasMutations ? TypeReference.Named(TypeNames.MutationRoot) : null, field);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private void WriteType(Utf8JsonWriter json, TypeReference? type, CollectedField field)
    {
        if (type is null)
            json.WriteNullValue();
        else if (type.IsRequired || type.Element is not null)
            WriteObject(json, MetaTypes.Type, field, (_, inner) => WriteWrapper(json, type, inner));
        else
            WriteObject(json, MetaTypes.Type, field, (_, inner) => WriteDefinition(json, schema.Find(type.Name!)!, inner));
    }

    private void WriteWrapper(Utf8JsonWriter json, TypeReference type, CollectedField field)
    {
        switch (field.Name)
        {
            case "kind":
                json.WriteStringValue(type.IsRequired ? "NON_NULL" : "LIST");
                break;
            case "ofType":
                WriteType(json, type.IsRequired ? type.Nullable : type.Element, field);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private void WriteDefinition(Utf8JsonWriter json, TypeDefinition type, CollectedField field)
    {
        switch (field.Name)
        {
            case "kind":
                json.WriteStringValue(KindName(type.Kind));
                break;
            case "name":
                json.WriteStringValue(type.Name);
                break;
            case "description" when type.Description.Length > 0:
                json.WriteStringValue(type.Description);
                break;
            case "fields" when type.Kind == TypeKind.Object:
                WriteList(json, type.Fields, item => WriteObject(json, MetaTypes.Field, field, (_, inner) => WriteField(json, item, inner)));
                break;
            case "interfaces" when type.Kind == TypeKind.Object:
                WriteList<TypeDefinition>(json, [], _ => { });
                break;
            case "inputFields" when type.Kind == TypeKind.InputObject:
                WriteInputs(json, type.InputFields, field);
                break;
            case "isOneOf" when type.Kind == TypeKind.InputObject:
                json.WriteBooleanValue(false);
                break;
            case "enumValues" when type.Kind == TypeKind.Enum:
                WriteList(json, type.EnumValues, item => WriteObject(json, MetaTypes.EnumValue, field, (_, inner) => WriteEnumValue(json, item, inner)));
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private void WriteField(Utf8JsonWriter json, FieldDefinition definition, CollectedField field)
    {
        if (field.Name == "args")
            WriteInputs(json, definition.Arguments, field);
        else
            WriteMember(json, definition.Name, definition.Description, definition.Type, field);
    }

    private void WriteInputs(Utf8JsonWriter json, IReadOnlyList<InputDefinition> inputs, CollectedField field) =>
        WriteList(json, inputs, item => WriteObject(
            json, MetaTypes.InputValue, field, (_, inner) => WriteMember(json, item.Name, item.Description, item.Type, inner)));

    private void WriteEnumValue(Utf8JsonWriter json, EnumValueDefinition value, CollectedField field) =>
        WriteMember(json, value.Name, value.Description, null, field);

    private void WriteMember(Utf8JsonWriter json, string name, string? description, TypeReference? type, CollectedField field)
    {
        switch (field.Name)
        {
            case "name":
                json.WriteStringValue(name);
                break;
            case "description" when !string.IsNullOrEmpty(description):
                json.WriteStringValue(description);
                break;
            case "type":
                WriteType(json, type, field);
                break;
            case "isDeprecated":
                json.WriteBooleanValue(false);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private void WriteDirective(Utf8JsonWriter json, string name, CollectedField field)
    {
        switch (field.Name)
        {
            case "locations":
                WriteList(json, ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"], json.WriteStringValue);
                break;
            case "args":
                WriteInputs(json, [new("if", TypeReference.Named("Boolean").Required)], field);
                break;
            case "isRepeatable":
                json.WriteBooleanValue(false);
                break;
            default:
                WriteMember(json, name, $"whether this query should be {(name == "skip" ? "skipped" : "included")}", null, field);
                break;
        }
    }

    private void WriteList<T>(Utf8JsonWriter json, IReadOnlyList<T> items, Action<T> write)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            if (context.Error is not null)
                break;

            write(item);
        }

        json.WriteEndArray();
    }

    private void WriteObject(Utf8JsonWriter json, string type, CollectedField field, Action<Utf8JsonWriter, CollectedField> write)
    {
        if (field.SelectionSets.Count == 0)
            context.Fail(field.Path, $"missing selection set for '{field.Name}'");

        if (context.KnownBytes + json.BytesCommitted + json.BytesPending > MaxBytes)
            context.Fail(field.Path, $"the answer is larger than the limit of {MaxBytes} bytes");

        json.WriteStartObject();
        foreach (var inner in FieldCollector.Collect(context, field.SelectionSets, type, field.Path.SelectionSet))
        {
            json.WritePropertyName(inner.ResponseName);
            WriteChecked(json, type, inner, write);
        }

        json.WriteEndObject();
    }

    private void WriteChecked(Utf8JsonWriter json, string type, CollectedField field, Action<Utf8JsonWriter, CollectedField> write)
    {
        if (field.Name == "__typename")
        {
            SelectPlanner.CheckLeaf(context, field);
            json.WriteStringValue(type);
            return;
        }

        Check(type, field);
        if (context.Error is null)
            write(json, field);
        else
            json.WriteNullValue();
    }

    private void Check(string type, CollectedField field)
    {
        if (MetaTypes.FindField(type, field.Name) is not { } definition)
            context.Fail(field.Path, $"field '{field.Name}' not found in type: '{type}'");
        else if (!MetaTypes.IsObject(definition.Type))
            SelectPlanner.CheckLeaf(context, field);
        else
            SelectPlanner.CheckArguments(context, field, [.. definition.Arguments.Select(argument => argument.Name)]);
    }

    private static string KindName(TypeKind kind) => kind switch
    {
        TypeKind.Scalar => "SCALAR",
        TypeKind.Object => "OBJECT",
        TypeKind.Enum => "ENUM",
        TypeKind.InputObject => "INPUT_OBJECT",
    };
}
