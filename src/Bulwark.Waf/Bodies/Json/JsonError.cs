namespace Bulwark.Waf.Bodies.Json;

/// <summary>Why a JSON text cannot be read to its end.</summary>
internal enum JsonError
{
    None,
    UnexpectedEnd,
    UnexpectedByte,
    InvalidEscape,
    ControlCharacter,
    InvalidNumber,
    InvalidUtf8,
    TextAfterValue,
    TooDeep,
    TooManyArguments,
    NamesTooLong,
}
