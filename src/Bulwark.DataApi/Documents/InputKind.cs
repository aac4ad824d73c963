namespace Bulwark.DataApi.Documents;

/// <summary>What an input value is. JSON knows no enums and no variables; the enum arrives as a string there.</summary>
internal enum InputKind
{
    Null,
    Integer,
    Float,
    Text,
    Boolean,
    Enum,
    List,
    Object,
    Variable,
}
