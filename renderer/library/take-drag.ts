/** Type of a dragged take in a DataTransfer; its value is the take's id. */
export const TAKE_DRAG = 'application/x-cortado-take'
